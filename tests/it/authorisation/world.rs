//! A company of two branches with everything in four places, and how its texts are filled in.
//!
//! What it has is said in `objects.txt`; here the steps of that file are done.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, SecondsFormat, TimeDelta};
use fieldbeat::{
    clock::Clock,
    store::{
        role::{Right, Role},
        secret::hash_of,
    },
};
use fieldbeat_domain::time::At;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use crate::{
    photos::story::{jpeg, picture, sha256},
    support::{
        client::{Client, expect},
        data_dir::DataDir,
        front_door::{batch, found, record_status, send, tell},
        server::TestServer,
    },
};

/// Where the objects are, as one of team T1 sees them: the own ones, a colleague's of the same team, another team's of
/// the branch, and another branch's.
pub const PLACES: [(&str, &str); 4] = [
    ("T1", "Qzown"),
    ("T1", "Qzmate"),
    ("T2", "Qzteam"),
    ("T3", "Qzbranch"),
];
pub const BRANCH: usize = 3;

/// What everybody has for themselves, and how it is made.
const PERSONAL: [(&str, &str); 2] = [
    (
        "saved-views",
        r#"{"name":"View","page":"reps","search":"a=1"}"#,
    ),
    ("calendar-feeds", r#"{"name":"Feed","rep_id":$reps}"#),
];

pub struct World {
    pub server: TestServer,
    pub admin: Client,
    pub clock: Clock,
    _files: DataDir,
    company: Known,
    places: [Known; 4],
}

/// Ids by the noun that they are kept under, and the token of the place's phone under `token`.
type Known = BTreeMap<String, String>;

/// A login of some role in the team of a place.
#[derive(Clone)]
pub struct Person {
    pub role: String,
    pub place: usize,
    id: i32,
    pub token: String,
    own: Known,
}

/// The steps of a section of `objects.txt`.
fn steps(section: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut here = "";
    let text = super::text("objects.txt");
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            here = name.trim_end_matches(']');
        } else if here == section {
            match line.strip_prefix(' ') {
                Some(more) => {
                    let last = steps.last_mut().unwrap();
                    last.push(' ');
                    last.push_str(more.trim());
                }
                None => steps.push(line.to_owned()),
            }
        }
    }
    steps
}

/// Cuts the first word off.
fn word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    (first, rest.trim_start())
}

impl World {
    /// The company; its places are empty. It is noon.
    pub async fn found() -> Self {
        let noon = chrono::Utc::now()
            .date_naive()
            .and_hms_opt(5, 0, 0)
            .unwrap();
        let clock = Clock::at(At::from(noon.and_utc()));
        let files = DataDir::new();
        let plan = TestServer::plan().set("data_dir", files.path().to_string_lossy());
        let server = plan.clock(&clock).start().await;
        let admin = found(&server).await;
        let unit = |code: &str, kind: &str, parent: &str| json!({"code": code, "name": code, "kind": kind, "parent_code": parent});
        let units = json!([
            unit("BA", "branch", "HQ"),
            unit("BB", "branch", "HQ"),
            unit("T1", "team", "BA"),
            unit("T2", "team", "BA"),
            unit("T3", "team", "BB"),
        ]);
        batch(&admin, "org-units", units).await;
        let mut world = Self {
            server,
            admin,
            clock,
            _files: files,
            company: Known::new(),
            places: Default::default(),
        };
        for step in steps("company") {
            world.company = world.done(None, &step).await;
        }
        world
    }

    /// Everything that a place has.
    pub async fn settle(&mut self, place: usize) {
        for step in steps("place") {
            self.places[place] = self.done(Some(place), &step).await;
        }
    }

    /// What is known there once a step is done.
    async fn done(&self, place: Option<usize>, step: &str) -> Known {
        let mut known = place.map_or(&self.company, |p| &self.places[p]).clone();
        let (noun, rest) = word(step);
        let (verb, rest) = word(rest);
        let text = self.filled(rest, place, None);
        let made = match verb {
            "SQL" => {
                // Whatever its type, as text.
                let sql = format!(
                    "with made as ({text}) select to_jsonb(made)->'id' #>> '{{}}' from made"
                );
                let sql = if text.starts_with("select") {
                    format!("select to_jsonb(found)->'id' #>> '{{}}' from ({text}) found")
                } else {
                    sql
                };
                let row = sqlx::query(&sql).fetch_one(&self.server.services.db).await;
                row.unwrap_or_else(|e| panic!("{step}: {e}"))
                    .get::<String, _>(0)
            }
            "VISIT" => self.visit(&known["token"], &text).await,
            "TELL" => {
                let (kind, body) = word(&text);
                let body = serde_json::from_str(body).unwrap();
                self.record(&known, kind, &body).await
            }
            "PHOTO" | "SHOWN" => {
                let number = place.unwrap() as u64 * 10 + u64::from(verb == "SHOWN");
                let file = jpeg(&picture(number), 90);
                let path = format!("/v1/device/blobs/{}", sha256(&file));
                let request = self.server.client().request(Method::PUT, &path);
                let request = request.bearer_auth(&known["token"]);
                let sent = request.body(file.clone()).send().await.unwrap();
                assert!(sent.status().is_success(), "{step}");
                let (kind, body) = match verb {
                    "PHOTO" => ("photo", json!({"blob": sha256(&file)})),
                    _ => (
                        "display_execution",
                        json!({"programme": text, "photos": [sha256(&file)]}),
                    ),
                };
                self.record(&known, kind, &body).await
            }
            "ACT" => {
                let (path, body) = word(&text);
                let of = path.rsplit_once('/').unwrap().0;
                let seen = self.admin.json(&format!("/api/v1/{of}")).await;
                let tag = format!("\"v{}\"", seen["version"]);
                self.made(Method::POST, path, &[("if-match", &tag)], body)
                    .await;
                String::new()
            }
            _ => {
                let (path, body) = word(&text);
                let method: Method = verb.parse().unwrap();
                let answer = self.made(method, path, &[], body).await;
                let of = [
                    &answer["token"],
                    &answer["id"],
                    &answer["results"][0]["id"],
                    &answer["items"][0]["id"],
                ];
                let of = of.into_iter().find(|v| !v.is_null());
                let found = of.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
                found.unwrap_or_default()
            }
        };
        known.insert(noun.to_owned(), made);
        known
    }

    async fn made(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Value {
        let path = format!("/api/v1/{path}");
        let answer = if method == Method::GET {
            self.admin.get(&path).await
        } else {
            let body = serde_json::from_str(body).unwrap_or_else(|e| panic!("{path} {body}: {e}"));
            send(&self.admin, method, &path, headers, &body).await
        };
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path} {body}: {status} {text}");
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_ne!(answer["results"][0]["status"], "error", "{path}: {answer}");
        answer
    }

    fn ago(&self, minutes: i64) -> String {
        let at = self.clock.utc() - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    async fn visit(&self, token: &str, outlet: &str) -> String {
        let id = Uuid::now_v7().to_string();
        let fix = json!({"at": self.ago(20), "lat": 21.0, "lng": 105.8, "accuracy_m": 5});
        let frames = json!([
            {"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": self.ago(30)},
            {"type": "check_in", "n": 2, "id": id, "outlet": outlet, "at": self.ago(20), "fix": fix},
            {"type": "fixes", "n": 3, "fixes": [{"at": self.ago(19), "lat": 21.0, "lng": 105.8, "accuracy_m": 5}]},
        ]);
        let answer = tell(&self.server, token, &frames).await;
        assert_eq!(answer["results"], json!([]), "{answer}");
        id
    }

    async fn record(&self, known: &Known, kind: &str, body: &Value) -> String {
        let id = Uuid::now_v7();
        let frames = json!([{"type": "record", "n": 1, "kind": kind, "id": id, "visit_id": known["visits"],
            "at": self.ago(15), "body": body}]);
        tell(&self.server, &known["token"], &frames).await;
        let (status, detail) = record_status(&self.server, id).await;
        assert_eq!(status, "applied", "{kind}: {detail}");
        id.to_string()
    }

    /// A login, its token, and what it has for itself. Its password opens nothing: no time goes into hashing one.
    pub async fn person(&self, role: &str, place: usize) -> Person {
        let db = &self.server.services.db;
        let (unit, mark) = PLACES[place];
        let login = format!("{role}-{mark}");
        let token = format!("fbt_{login}");
        let id: i32 = sqlx::query(
            "insert into app_user (login, name, password_hash, role, org_unit_id) select $1, $1, '-', $2, id from org_unit where code = $3 returning id",
        )
        .bind(&login)
        .bind(role)
        .bind(unit)
        .fetch_one(db)
        .await
        .unwrap()
        .get(0);
        sqlx::query("insert into api_token (user_id, name, token_hash) values ($1, 'x', $2)")
            .bind(id)
            .bind(hash_of(&token).as_slice())
            .execute(db)
            .await
            .unwrap();
        if role == "rep" {
            sqlx::query("update rep set user_id = $1 where code = 'R' || $2")
                .bind(id)
                .bind(mark)
                .execute(db)
                .await
                .unwrap();
        }
        let mut person = Person {
            role: role.to_owned(),
            place,
            id,
            token,
            own: Known::new(),
        };
        let has_calendar = role.parse::<Role>().unwrap().may(Right::ReadField);
        for (collection, body) in PERSONAL {
            if collection == "calendar-feeds" && !has_calendar {
                continue;
            }
            let body = self.filled(body, Some(place), None);
            let body: Value = serde_json::from_str(&body).unwrap();
            let path = format!("/api/v1/{collection}");
            let request = self.request(&person, Method::POST, &path).json(&body);
            let made = expect(request.send().await.unwrap(), StatusCode::CREATED).await;
            (person.own).insert(collection.to_owned(), made["id"].to_string());
        }
        person
    }

    pub fn request(&self, who: &Person, method: Method, path: &str) -> reqwest::RequestBuilder {
        (self.admin.request(method, path)).bearer_auth(&who.token)
    }

    /// From now on every write fails as it is committed, after all that could have refused it: what is asked changes
    /// nothing, however often.
    pub async fn keep_nothing(&self) {
        sqlx::raw_sql(
            "create function nothing_is_kept() returns trigger language plpgsql as $$ begin raise exception 'nothing is kept'; end $$;
             do $$ declare t regclass; begin
               for t in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relispartition loop
                 execute format('create constraint trigger nothing_is_kept after insert or update or delete on %s
                   deferrable initially deferred for each row execute function nothing_is_kept()', t);
               end loop;
             end $$",
        )
        .execute(&self.server.services.db)
        .await
        .unwrap();
    }

    /// The id that stands for a parameter of a path whose objects lie in a place; `None` where none was made.
    pub fn id(&self, noun: &str, place: usize, who: &Person, others: &[Person]) -> Option<String> {
        if PERSONAL.iter().any(|(own, _)| *own == noun) {
            let owner = if place == who.place {
                who
            } else {
                &others[place]
            };
            return owner.own.get(noun).cloned();
        }
        if noun == "users" {
            return Some(others[place].id.to_string());
        }
        let here = self.places[place].get(noun);
        here.or_else(|| self.company.get(noun)).cloned()
    }

    /// A text with everything in it that begins with `$`.
    pub fn filled(&self, text: &str, place: Option<usize>, who: Option<&Person>) -> String {
        let mut parts = text.split('$');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !(c.is_ascii_lowercase() || c == '_' || c == '-'));
            // A hyphen that ends it is not of the word.
            let name = part[..end.unwrap_or(part.len())].trim_end_matches('-');
            filled.push_str(&self.value(name, place, who));
            filled.push_str(&part[name.len()..]);
        }
        filled
    }

    fn value(&self, name: &str, place: Option<usize>, who: Option<&Person>) -> String {
        let rules = self.server.services.rules.load();
        let today = rules.time.date_of(self.clock.now());
        match name {
            "uuid" => Uuid::now_v7().to_string(),
            "today" => today.to_string(),
            "tomorrow" => (today + Days::new(1)).to_string(),
            "month" => format!("{}", today.format("%Y-%m")),
            "first" => today.with_day(1).unwrap().to_string(),
            "last-month" => (today.with_day(1).unwrap() - Days::new(1)).to_string(),
            "now" => self.ago(0),
            "soon" => self.ago(-60),
            "unit" => PLACES[place.unwrap()].0.to_owned(),
            "mark" => PLACES[place.unwrap()].1.to_owned(),
            "role" => who.map_or("", |w| &w.role).to_owned(),
            _ => {
                let here = place.and_then(|p| self.places[p].get(name));
                let found = here.or_else(|| self.company.get(name));
                found.unwrap_or_else(|| panic!("no ${name}")).clone()
            }
        }
    }

    /// Whether a text says anything of a place.
    pub fn is_of_place(&self, text: &str) -> bool {
        text.split('$').skip(1).any(|part| {
            let of_place = ["mark", "unit"].iter().any(|w| part.starts_with(w));
            of_place
                || self.places[0]
                    .keys()
                    .any(|noun| noun != "-" && part.starts_with(noun.as_str()))
        })
    }
}

/// What an answer says of who asked, in one character.
pub async fn answer(response: Response) -> (char, String) {
    let status = response.status();
    let text = String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned();
    let refused = || {
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        let result = &body["results"][0];
        let error = match &result["error"] {
            Value::Array(faults) => faults.first().map(|f| f["code"].clone()),
            Value::Null => None,
            code => Some(code.clone()),
        };
        error.or_else(|| result["faults"].get(0).map(|f| f["code"].clone()))
    };
    let class = match status.as_u16() {
        // Done but for what `keep_nothing` holds back.
        500 => '+',
        200..400 => match refused() {
            Some(code) if code == "not_found" || code == "unknown" => '.',
            Some(_) => '?',
            None => '+',
        },
        403 => '-',
        404 => '.',
        409 | 412 | 428 => '!',
        _ => '?',
    };
    (
        class,
        format!("{status} {}", text.chars().take(300).collect::<String>()),
    )
}
