//! The order while it is worked on: lines in an order of their own, which units are used up, what each
//! line still costs. Decides nothing about schemes.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    amount,
    ask::{Ask, AskLine, LINES_MAX, QUANTITY_MILLI_MAX, Selector},
    base_price::Lists,
    book::{Book, CategoryId, ProductId},
    budget::Budgets,
    priced::{Applied, Fault, FaultCode, FreeLine, LineShare, PricedLine, Units},
};

/// So that sums of whole orders stay far inside `i64`.
const TOTAL_MAX: i64 = i64::MAX / 8;

pub struct Line {
    /// Place in the ask.
    pub index: usize,
    pub tax_bp: i32,
    pub out: PricedLine,
}

/// The lines of one product.
#[derive(Default)]
pub struct Goods {
    pub category: Option<CategoryId>,
    /// Indexes into `Sheet::lines`.
    pub lines: Vec<usize>,
    /// Thousandths of the base unit.
    pub base_milli: i64,
    pub used_milli: i64,
}

pub struct Sheet<'a> {
    pub book: &'a Book,
    pub lists: Lists<'a>,
    pub lines: Vec<Line>,
    pub goods: BTreeMap<ProductId, Goods>,
    pub budgets: Budgets,
    pub applied: Vec<Applied>,
    pub free: Vec<FreeLine>,
}

impl<'a> Sheet<'a> {
    /// The order at its list prices. Lines are sorted by what they ask for, so that nothing depends on
    /// the order in which they were given; all faults at once.
    pub fn new(book: &'a Book, ask: &Ask) -> Result<Self, Vec<Fault>> {
        if ask.lines.len() > LINES_MAX {
            let code = FaultCode::TooManyLines;
            return Err(vec![Fault { line: None, code }]);
        }
        let lists = Lists::of(book, ask);
        let mut order: Vec<usize> = (0..ask.lines.len()).collect();
        order.sort_by_key(|i| {
            let line = ask.lines.get(*i);
            line.map(|l| (l.product, l.unit.as_str(), l.quantity_milli))
        });
        let mut faults = Vec::new();
        let mut lines = Vec::with_capacity(order.len());
        let mut goods: BTreeMap<ProductId, Goods> = BTreeMap::new();
        let mut total = 0i64;
        for index in order {
            let Some(asked) = ask.lines.get(index) else {
                continue;
            };
            let read = list_price(book, &lists, asked, &mut total);
            let (line, base_milli, category) = match read {
                Ok((out, tax_bp, base_milli, category)) => {
                    (Line { index, tax_bp, out }, base_milli, category)
                }
                Err(code) => {
                    faults.push(Fault {
                        line: Some(index),
                        code,
                    });
                    continue;
                }
            };
            let of = goods.entry(asked.product).or_default();
            of.category = category;
            of.lines.push(lines.len());
            of.base_milli += base_milli;
            lines.push(line);
        }
        if !faults.is_empty() {
            faults.sort_by_key(|f| f.line);
            return Err(faults);
        }
        let concerned = book.schemes.iter().filter(|s| s.concerns(ask));
        let budgets = Budgets::of(concerned);
        Ok(Self {
            book,
            lists,
            lines,
            goods,
            budgets,
            applied: Vec::new(),
            free: Vec::new(),
        })
    }

    /// What a scheme may count: its products among the `open` ones, each with the units that are not used
    /// up, or with all of them where it is stackable. By product.
    pub fn pool(&self, on: &Selector, stackable: bool, open: &BTreeSet<ProductId>) -> Vec<Units> {
        (open.iter())
            .filter_map(|id| self.goods.get_key_value(id))
            .filter(|(id, of)| on.takes(**id, of.category))
            .map(|(id, of)| Units {
                product: *id,
                base_milli: if stackable {
                    of.base_milli
                } else {
                    of.base_milli - of.used_milli
                },
            })
            .filter(|units| units.base_milli > 0)
            .collect()
    }

    /// Each line that these units are part of, with their share of what it still costs.
    pub fn weights(&self, units: &[Units]) -> Vec<(usize, i64)> {
        let mut out = Vec::new();
        for u in units {
            let Some(of) = self.goods.get(&u.product) else {
                continue;
            };
            for i in &of.lines {
                let net = self.lines.get(*i).map_or(0, |l| l.out.net_minor);
                out.push((*i, amount::share(net, u.base_milli, of.base_milli)));
            }
        }
        out
    }

    pub fn value(&self, units: &[Units]) -> i64 {
        self.weights(units).iter().map(|w| w.1).sum()
    }

    pub fn use_up(&mut self, units: &[Units]) {
        for u in units {
            if let Some(of) = self.goods.get_mut(&u.product) {
                of.used_milli += u.base_milli;
            }
        }
    }

    /// Takes shares off lines, none below zero; answers what was taken.
    pub fn take_off(&mut self, shares: &[(usize, i64)], applied: usize) -> i64 {
        let mut taken = 0;
        for (i, share) in shares {
            let Some(line) = self.lines.get_mut(*i) else {
                continue;
            };
            // Shares of one line are each rounded: together they may be a unit more than it costs.
            let minor = line.out.net_minor.min(*share);
            if minor > 0 {
                line.out.net_minor -= minor;
                line.out.benefits.push(LineShare { applied, minor });
                taken += minor;
            }
        }
        taken
    }

    /// What so much of a product would cost this buyer; 0 where no list has a price.
    pub fn worth(&self, product: ProductId, unit: &str, quantity_milli: i64) -> i64 {
        (self.book.products.get(&product))
            .and_then(|p| self.lists.price(product, p, unit))
            .and_then(|price| {
                let exact = i128::from(price.minor) * i128::from(quantity_milli);
                amount::half_up(exact, 1_000)
            })
            .unwrap_or(0)
    }
}

type Read = (PricedLine, i32, i64, Option<CategoryId>);

fn list_price(
    book: &Book,
    lists: &Lists<'_>,
    asked: &AskLine,
    total: &mut i64,
) -> Result<Read, FaultCode> {
    let product = (book.products.get(&asked.product)).ok_or(FaultCode::UnknownProduct)?;
    if !(1..=QUANTITY_MILLI_MAX).contains(&asked.quantity_milli) {
        return Err(FaultCode::OutOfRange);
    }
    if !product.units.contains_key(&asked.unit) {
        return Err(FaultCode::UnknownUnit);
    }
    let base_milli = (product.base_milli(&asked.unit, asked.quantity_milli))
        .filter(|base| *base <= i64::MAX / 1_000)
        .ok_or(FaultCode::OutOfRange)?;
    let price = (lists.price(asked.product, product, &asked.unit)).ok_or(FaultCode::NoPrice)?;
    let exact = i128::from(price.minor) * i128::from(asked.quantity_milli);
    let gross = amount::half_up(exact, 1_000).ok_or(FaultCode::OutOfRange)?;
    *total = (total.checked_add(gross))
        .filter(|sum| *sum <= TOTAL_MAX)
        .ok_or(FaultCode::OutOfRange)?;
    let line = PricedLine {
        product: asked.product,
        unit: asked.unit.clone(),
        quantity_milli: asked.quantity_milli,
        price,
        gross_minor: gross,
        benefits: Vec::new(),
        net_minor: gross,
        tax_minor: 0,
        total_minor: gross,
    };
    Ok((line, product.tax_bp, base_milli, product.category))
}
