//! `matrix.txt`: what every role is answered at every endpoint, read and written.

use std::fmt::Write;

use serde_json::Value;

/// One way to ask an endpoint, and what each role is answered: one character, or one for each place.
#[derive(Clone)]
pub struct Row {
    pub method: String,
    /// Below `/api/v1`; parameters in braces, or written out.
    pub path: String,
    pub body: Option<String>,
    pub cells: Vec<String>,
}

pub struct Matrix {
    /// The file up to its rows.
    pub head: String,
    pub roles: Vec<String>,
    pub rows: Vec<Row>,
}

impl Matrix {
    pub fn read(text: &str) -> Self {
        let start = text.find("\nroles ").expect("a line that names the roles") + 1;
        let mut lines = text[start..].lines();
        let roles = words(lines.next().unwrap()).skip(1).collect();
        let mut rows: Vec<Row> = Vec::new();
        for line in lines.filter(|l| !l.trim().is_empty()) {
            if line.starts_with(' ') {
                rows.last_mut().unwrap().body = Some(line.trim().to_owned());
            } else {
                let mut parts = words(line);
                rows.push(Row {
                    method: parts.next().unwrap(),
                    path: parts.next().unwrap(),
                    body: None,
                    cells: parts.collect(),
                });
            }
        }
        Self {
            head: text[..start].to_owned(),
            roles,
            rows,
        }
    }

    /// As it is read.
    pub fn written(&self) -> String {
        let mut text = self.head.clone();
        let _ = writeln!(text, "roles  {}", self.roles.join(" "));
        for row in &self.rows {
            let _ = writeln!(
                text,
                "{:6} {:58} {}",
                row.method,
                row.path,
                row.cells.join(" ")
            );
            if let Some(body) = &row.body {
                let _ = writeln!(text, "       {body}");
            }
        }
        text
    }
}

fn words(line: &str) -> impl Iterator<Item = String> {
    line.split_whitespace().map(str::to_owned)
}

/// The endpoints of an OpenAPI document: method and path below `/api/v1`.
pub fn endpoints(document: &Value) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let path = path.strip_prefix("/api/v1").unwrap().to_owned();
        let verbs = item.as_object().unwrap().keys();
        verbs
            .map(|v| (v.to_uppercase(), path.clone()))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

/// The endpoint that a row asks: of its own path, or else of the one that its path fills in.
pub fn endpoint<'a>(endpoints: &'a [(String, String)], row: &Row) -> Option<&'a (String, String)> {
    let path = row.path.split('?').next().unwrap();
    let fits = |template: &str| {
        let (mut one, mut other) = (template.split('/'), path.split('/'));
        template.split('/').count() == path.split('/').count()
            && one.all(|part| {
                other
                    .next()
                    .is_some_and(|p| p == part || part.starts_with('{'))
            })
    };
    let mut of_method = endpoints.iter().filter(|(method, _)| *method == row.method);
    let exactly = of_method.clone().find(|(_, template)| template == path);
    exactly.or_else(|| of_method.find(|(_, template)| fits(template)))
}

/// The parameters in a path, each with the segment before it.
pub fn parameters(path: &str) -> Vec<(String, String)> {
    let path = path.split('?').next().unwrap();
    let segments: Vec<&str> = path.split('/').collect();
    let named = segments.windows(2).filter_map(|pair| {
        let name = pair[1].strip_prefix('{')?.strip_suffix('}')?;
        Some((pair[0].to_owned(), name.to_owned()))
    });
    named.collect()
}
