//! The OpenAPI document knows a type by its name alone: of two with one name the one silently takes the place of the other
//! everywhere. This reads the sources and says which two.

use std::{collections::BTreeMap, fs, path::Path};

use crate::arrows::rust_files;

/// The names under which a file's types stand in the document.
fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut attributes = String::new();
    for line in text.lines().map(str::trim) {
        let words = line
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ");
        let declared = (words.strip_prefix("struct ")).or_else(|| words.strip_prefix("enum "));
        if let Some(rest) = declared {
            if attributes.contains("ToSchema") {
                let own = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                let given = attributes.split_once("schema(as = ").map(|(_, a)| a);
                let given = given.and_then(|a| a.split([',', ')']).next());
                // A macro names its types where it is used, each once.
                found.extend(Some(given.unwrap_or(own).to_owned()).filter(|n| !n.is_empty()));
            }
            attributes.clear();
        } else if line.ends_with([';', '}']) || line.is_empty() {
            attributes.clear();
        } else {
            attributes.push_str(line);
        }
    }
    found
}

#[test]
fn no_two_types_of_the_document_have_one_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tree in [
        "src",
        "domain/src",
        "trade/src",
        "pricing/src",
        "planning/src",
    ] {
        let mut files = Vec::new();
        rust_files(&root.join(tree), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for name in names(&text) {
                by_name
                    .entry(name)
                    .or_default()
                    .push(file.display().to_string());
            }
        }
    }
    assert!(by_name.len() > 300, "the sources are read");
    by_name.retain(|_, files| files.len() > 1);
    assert!(by_name.is_empty(), "{by_name:#?}");
}
