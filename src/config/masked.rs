//! What of a setting may be shown.

/// Settings that are secret as a whole.
const SECRETS: [&str; 3] = [
    "s3_secret_access_key",
    "oidc_client_secret",
    "forward_header",
];

pub(super) fn shown(key: &str, text: &str) -> String {
    if SECRETS.contains(&key) && !text.is_empty() {
        "***".to_owned()
    } else if key == "nats_url" {
        let each: Vec<String> = text.split(',').map(without_password).collect();
        each.join(",")
    } else {
        without_password(text)
    }
}

pub(super) fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let masked = match authority.rsplit_once('@') {
        Some((user, host)) => {
            let name = user.split(':').next().unwrap_or_default();
            rest.replacen(&format!("{user}@{host}"), &format!("{name}:***@{host}"), 1)
        }
        None => rest.to_owned(),
    };
    match masked.split_once("password=") {
        Some((before, after)) => {
            let tail = after
                .split_once('&')
                .map_or(String::new(), |(_, t)| format!("&{t}"));
            format!("{scheme}://{before}password=***{tail}")
        }
        None => format!("{scheme}://{masked}"),
    }
}
