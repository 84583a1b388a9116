//! Orders, credit and money against a model small enough to be read: random commands, every answer and
//! every sum compared. The model knows nothing of the rules' code; it is what rules.md §7 says.

#![expect(clippy::print_stdout, reason = "the seed and the figures")]

mod compare;
mod model;
mod money;
mod orders;

use chrono::{DateTime, Days, TimeDelta, Utc};
use fieldbeat::store::{
    order::{
        act::Deed,
        body::{Line, OrderBody},
        submit::By,
    },
    receivable::account::{self, CreditAccountPut},
    upsert::{ChangeError, Now},
};
use fieldbeat_trade::order::Hold;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::support::{
    front_door::{batch, found},
    server::TestServer,
};
use model::{BUDGET, CUSTOMERS, Model, OFF_FROM, OFF_PCT, PRICE, TAX_PCT, Terms};

struct Run {
    db: PgPool,
    rng: ChaCha8Rng,
    model: Model,
    at: DateTime<Utc>,
    done: usize,
}

fn by() -> By {
    By {
        user: None,
        rep: Some(1),
    }
}

fn word(hold: &str) -> Hold {
    Hold::parse(hold).unwrap()
}

/// A refusal is none of the database's.
fn said<T>(answer: Result<T, ChangeError>) -> Option<T> {
    match answer {
        Ok(done) => Some(done),
        Err(ChangeError::Invalid(_)) => None,
        Err(error) => panic!("{error:?}"),
    }
}

impl Run {
    fn now(&self) -> Now {
        Now {
            at: self.at,
            today: self.model.today,
        }
    }

    fn body(pieces: i64) -> OrderBody {
        OrderBody {
            outlet: None,
            currency: "VND".into(),
            note: None,
            cash: false,
            lines: vec![Line {
                product_code: "P".into(),
                product_name: String::new(),
                quantity_milli: pieces * 1_000,
                unit: "piece".into(),
                unit_price_minor: None,
            }],
            promised_minor: None,
            book_at: None,
        }
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u128(self.rng.random())
    }

    fn pieces(&mut self) -> i64 {
        self.rng.random_range(1..=40)
    }

    fn any_order(&mut self) -> Option<usize> {
        let n = self.model.orders.len();
        // Mostly the newest: most commands fit an order that is not over.
        (n > 0).then(|| n - 1 - self.rng.random_range(0..n.min(12)))
    }

    async fn command(&mut self) {
        self.done += 1;
        self.at += TimeDelta::minutes(1);
        let kind = self.rng.random_range(0..100);
        if kind < 5 {
            return self.submit().await;
        }
        if kind < 18 {
            return self.collect().await;
        }
        match kind {
            18..20 => return self.money_deed().await,
            20..24 => return self.hand_in().await,
            24..32 => return self.count_and_book().await,
            32..35 => return self.change_terms().await,
            35..38 => return self.decide_return().await,
            38..40 => {
                self.model.today = self.model.today + Days::new(1);
                self.at += TimeDelta::days(1);
                return;
            }
            _ => {}
        }
        let Some(i) = self.any_order() else { return };
        let releases = ["credit", "overdue", "review"];
        match kind {
            40..44 => self.revise(i).await,
            44..56 => self.deliver(i).await,
            56..64 => self.bill(i).await,
            64..69 => self.bring_back(i).await,
            69..71 => self.act(i, Deed::Hold).await,
            71..81 => {
                let hold = word(releases.choose(&mut self.rng).unwrap());
                self.act(i, Deed::Release(hold)).await;
            }
            81..92 => self.act(i, Deed::Confirm).await,
            92..94 => self.act(i, Deed::Allocate).await,
            94..96 => self.act(i, Deed::Dispatch).await,
            96..98 => self.act(i, Deed::Close).await,
            98 => self.act(i, Deed::Reject).await,
            _ => self.act(i, Deed::Cancel).await,
        }
    }
}

async fn run(commands: usize, seed: u64) {
    println!("seed {seed}, {commands} commands");
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1", "valid_from": "2026-01-01"}]),
    )
    .await;
    let codes = 1..=CUSTOMERS;
    let customers: Vec<Value> = codes
        .clone()
        .map(|i| json!({"code": format!("C{i}"), "name": "C", "org_unit_code": "T1"}))
        .collect();
    batch(&admin, "customers", json!(customers)).await;
    let outlets: Vec<Value> = codes
        .map(|i| json!({"code": format!("O{i}"), "name": "O", "org_unit_code": "T1", "customer_code": format!("C{i}"), "lat": 21.0, "lng": 105.8}))
        .collect();
    batch(&admin, "outlets", json!(outlets)).await;
    batch(
        &admin,
        "products",
        json!([{"code": "P", "name": "P", "tax_bp": TAX_PCT * 100}]),
    )
    .await;
    let prices = json!([{"code": "ALL", "name": "All", "prices": [{"product_code": "P", "unit": "piece", "minor": PRICE}]}]);
    batch(&admin, "price-lists", prices).await;
    let off = json!([{"code": "OFF", "name": "Off", "budget_minor": BUDGET, "rule": {"type": "quantity", "every": false,
        "tiers": [{"at_least_milli": OFF_FROM * 1_000, "benefit": {"type": "percent", "basis_points": OFF_PCT * 100}}]}}]);
    batch(&admin, "schemes", off).await;
    let today = server
        .services
        .rules
        .load()
        .time
        .date_of(server.services.clock.now());
    let mut run = Run {
        db: server.services.db.clone(),
        rng: ChaCha8Rng::seed_from_u64(seed),
        at: server.services.clock.utc(),
        done: 0,
        model: Model {
            today,
            terms: [Terms {
                limit: None,
                overdue_days: None,
            }; CUSTOMERS],
            ledger: [0; CUSTOMERS],
            budget_left: BUDGET,
            orders: Vec::new(),
            invoices: Vec::new(),
            money: Vec::new(),
            returns: Vec::new(),
            hand_ins: Vec::new(),
        },
    };
    for customer in 1..=CUSTOMERS {
        // So that due dates are those of the model.
        let mut tx = run.db.begin().await.unwrap();
        let account = account::lock(&mut tx, i32::try_from(customer).unwrap(), None)
            .await
            .unwrap();
        let put = CreditAccountPut {
            limit_minor: None,
            terms_days: Some(15),
            overdue_days: None,
        };
        account::change(
            &mut tx,
            run.now(),
            account.id,
            (None, &fieldbeat::store::erp_owned::Owned::default()),
            &put,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }
    for n in 1..=commands {
        run.command().await;
        if n % 100 == 0 {
            run.compare().await;
        }
    }
    run.compare().await;
    let states: BTreeSet<&str> = run.model.orders.iter().map(|o| o.state).collect();
    for state in [
        "cancelled",
        "rejected",
        "closed",
        "delivered",
        "partly_delivered",
    ] {
        assert!(states.contains(state), "no order ended {state}: {states:?}");
    }
    let paid = run
        .model
        .invoices
        .iter()
        .filter(|i| i.paid == i.total)
        .count();
    assert!(paid > 0 && run.model.returns.iter().any(|r| r.state == "approved"));
    println!(
        "{} orders, {} invoices of which {paid} are paid, {} collections",
        run.model.orders.len(),
        run.model.invoices.len(),
        run.model.money.len()
    );
    server.finish().await;
}

#[tokio::test]
async fn a_thousand_random_commands_agree_with_the_model() {
    run(1_000, 4).await;
}

#[tokio::test]
#[ignore = "ten times as long; make test-all"]
async fn ten_thousand_random_commands_agree_with_the_model() {
    run(10_000, 20_261_126).await;
}
