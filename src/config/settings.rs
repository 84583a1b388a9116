//! Every setting there is: a table, as long as it has rows.

/// One setting: its key in `fieldbeat.toml`, from which the name in the environment follows.
#[derive(Debug)]
pub struct Setting {
    pub key: &'static str,
    /// Without its dashes.
    pub flag: &'static str,
    pub default: &'static str,
    pub help: &'static str,
}

/// Every setting. An empty default means "unset".
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "listen",
        flag: "listen",
        default: "127.0.0.1:8080",
        help: "address and port to listen on",
    },
    Setting {
        key: "compat_listen",
        flag: "compat-listen",
        default: "",
        help: "a second address and port for existing phone apps alone, such as 0.0.0.0:5055 for Traccar Client (unset: they use /compat/… of the first)",
    },
    Setting {
        key: "tls_certificate",
        flag: "tls-certificate",
        default: "",
        help: "certificate chain as PEM: the server speaks TLS itself; read again when the file changes and on SIGHUP (unset: plain HTTP, as behind a proxy)",
    },
    Setting {
        key: "tls_key",
        flag: "tls-key",
        default: "",
        help: "private key of that certificate, as PEM",
    },
    Setting {
        key: "trusted_proxies",
        flag: "trusted-proxies",
        default: "",
        help: "addresses and networks of proxies, such as 127.0.0.1, 10.0.0.0/8, whose X-Forwarded-For is believed (unset: nobody's)",
    },
    Setting {
        key: "connections_per_address",
        flag: "connections-per-address",
        default: "4096",
        help: "connections of one address at once, of a /64 in IPv6; proxies that are trusted are not counted",
    },
    Setting {
        key: "client_patience_s",
        flag: "client-patience-s",
        default: "60",
        help: "seconds for a client to send the head of a request or the next piece of a body, and to take what it is sent",
    },
    Setting {
        key: "public_url",
        flag: "public-url",
        default: "",
        help: "what browsers call this server, https://… behind a proxy; their Origin must match it (unset: the Host they name)",
    },
    Setting {
        key: "data_dir",
        flag: "data-dir",
        default: "./data",
        help: "directory of the embedded database and of everything else the server keeps",
    },
    Setting {
        key: "database_url",
        flag: "database-url",
        default: "",
        help: "postgres://… of a server of yours; unset starts an embedded PostgreSQL in the data directory",
    },
    Setting {
        key: "database_connections",
        flag: "database-connections",
        default: "16",
        help: "connections for requests; the writers have their own",
    },
    Setting {
        key: "timescale",
        flag: "timescale",
        default: "auto",
        help: "auto uses TimescaleDB where the database has it, on installs it there, off never uses it; decided once, at the first migrate",
    },
    Setting {
        key: "raw_fix_days",
        flag: "raw-fix-days",
        default: "60",
        help: "days for which raw fixes are kept",
    },
    Setting {
        key: "judge_quiet_ms",
        flag: "judge-quiet-ms",
        default: "5000",
        help: "a rep-day with late data is judged again when nothing came for so long",
    },
    Setting {
        key: "judge_at_most_ms",
        flag: "judge-at-most-ms",
        default: "30000",
        help: "and at the latest after so long",
    },
    Setting {
        key: "screen_every_ms",
        flag: "screen-every-ms",
        default: "600000",
        help: "finished rep-days are compared with the tracks of other days and reps so often",
    },
    Setting {
        key: "in_flight_mib",
        flag: "in-flight-mib",
        default: "64",
        help: "MiB of device frames between their reading and their commit; beyond it phones are read later",
    },
    Setting {
        key: "compress_after_days",
        flag: "compress-after-days",
        default: "8",
        help: "age at which TimescaleDB compresses a day; longer than late_upload_days",
    },
    Setting {
        key: "nats_url",
        flag: "nats-url",
        default: "",
        help: "nats://… of a NATS server, several with commas between them: servers that share it and a database work as one (unset: this one works alone)",
    },
    Setting {
        key: "basemap",
        flag: "basemap",
        default: "",
        help: "a .pmtiles file, the https:// URL of a style, or none; unset uses <data_dir>/basemap.pmtiles where it exists",
    },
    Setting {
        key: "roads",
        flag: "roads",
        default: "",
        help: "an extract of OpenStreetMap (.osm.pbf) along whose roads routes are planned; unset plans by 1.3 times the air line",
    },
    Setting {
        key: "routing_engine",
        flag: "routing-engine",
        default: "",
        help: "osrm+http://host:5000#driving or valhalla+http://host:8002#motor_scooter: ways of scenarios are asked there",
    },
    Setting {
        key: "smtp_url",
        flag: "smtp-url",
        default: "",
        help: "mail server for alerts: smtps://user:password@host, or smtp://…?tls=required for STARTTLS; unset means no e-mail",
    },
    Setting {
        key: "mail_from",
        flag: "mail-from",
        default: "",
        help: "who e-mail comes from, such as Fieldbeat <alerts@example.com>; needed with smtp_url",
    },
    Setting {
        key: "push_contact",
        flag: "push-contact",
        default: "",
        help: "mailto:… or https://…, whom the push services of browsers ask when this server troubles them; unset takes mail_from, then an https public_url; without any there are no push messages",
    },
    Setting {
        key: "forward_url",
        flag: "forward-url",
        default: "",
        help: "http(s)://… to which every stored position is posted as Traccar's JSON; the receiver then has them, whatever is erased here (unset: nowhere)",
    },
    Setting {
        key: "forward_header",
        flag: "forward-header",
        default: "",
        help: "a header for it, such as Authorization: Bearer …",
    },
    Setting {
        key: "webhook_private_addresses",
        flag: "webhook-private-addresses",
        default: "false",
        help: "true lets webhooks go into this network and over plain http://, and mailboxes be read there, without TLS where they say so; whoever may subscribe can then reach what this machine reaches",
    },
    Setting {
        key: "photo_store",
        flag: "photo-store",
        default: "",
        help: "where photos are kept: a directory, or s3://bucket/prefix; unset means <data_dir>/photos",
    },
    Setting {
        key: "s3_region",
        flag: "s3-region",
        default: "us-east-1",
        help: "region of the bucket",
    },
    Setting {
        key: "s3_endpoint",
        flag: "s3-endpoint",
        default: "",
        help: "https://… of an S3-compatible store that is not AWS",
    },
    Setting {
        key: "s3_access_key_id",
        flag: "s3-access-key-id",
        default: "",
        help: "unset means the role of the machine",
    },
    Setting {
        key: "s3_secret_access_key",
        flag: "s3-secret-access-key",
        default: "",
        help: "of that key; better in the environment or the file than on the command line",
    },
    Setting {
        key: "oidc_issuer",
        flag: "oidc-issuer",
        default: "",
        help: "https://… of a provider of OpenID Connect: people sign in there, with public_url/api/v1/session/single-sign-on/callback as the way back",
    },
    Setting {
        key: "oidc_client_id",
        flag: "oidc-client-id",
        default: "",
        help: "the name under which that provider knows this server",
    },
    Setting {
        key: "oidc_client_secret",
        flag: "oidc-client-secret",
        default: "",
        help: "and its secret there; better in the environment or the file than on the command line",
    },
    Setting {
        key: "oidc_login_claim",
        flag: "oidc-login-claim",
        default: "email",
        help: "what of its word about a person is the login here: email or preferred_username",
    },
    Setting {
        key: "demo",
        flag: "demo",
        default: "false",
        help: "persona switch instead of passwords; only on a loopback address",
    },
    Setting {
        key: "drain_s",
        flag: "drain-s",
        default: "20",
        help: "seconds that a stopping server gives to what is under way",
    },
    Setting {
        key: "log",
        flag: "log",
        default: "info,sqlx=warn,async_nats=warn",
        help: "log filter, such as info or fieldbeat=debug",
    },
    Setting {
        key: "log_format",
        flag: "log-format",
        default: "pretty",
        help: "pretty or json",
    },
];
