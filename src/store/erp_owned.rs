//! Fields that the ERP owns: people read them here, its program alone changes them. Who is new here is
//! not the ERP's yet.

use std::collections::BTreeSet;

use sqlx::PgExecutor;

use super::{
    error::StoreError,
    role::Role,
    scope::Scope,
    setting,
    upsert::{Fault, Now},
};

/// `collection.column`, with the columns of the import.
pub const FIELDS: &[&str] = &[
    "customers.name",
    "customers.phone",
    "customers.org_unit",
    "outlets.name",
    "outlets.class",
    "outlets.channel",
    "outlets.address",
    "outlets.phone",
    "outlets.customer_code",
    "outlets.org_unit",
    "products.name",
    "products.category",
    "products.tax_percent",
    "products.units",
    "prices.list_name",
    "prices.valid_from",
    "prices.valid_to",
    "prices.tax_included",
    "prices.price",
    "partners.name",
    "partners.kind",
    "partners.parent_code",
    "partners.customer_code",
    "credit_accounts.limit_minor",
    "credit_accounts.terms_days",
    "credit_accounts.overdue_days",
];

/// What whoever writes may not change.
#[derive(Clone, Debug, Default)]
pub struct Owned(BTreeSet<String>);

impl Owned {
    /// For who writes now: nothing for the ERP's program and for the server itself. `now.today` is the date on
    /// which it is written, not one from which it is to act.
    pub async fn load(
        db: impl PgExecutor<'_>,
        scope: &Scope,
        now: Now,
    ) -> Result<Self, StoreError> {
        if scope.role == Role::Integration || scope.user.is_none() {
            return Ok(Self::default());
        }
        Ok(Self(setting::erp_owned(db, now.today).await?))
    }

    pub fn has(&self, collection: &str, column: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&format!("{collection}.{column}"))
    }

    /// Adds a fault for each owned field that would change: its column and where it stands in the body.
    pub fn refuse(
        &self,
        collection: &str,
        fields: &[(&str, &'static str, bool)],
        faults: &mut Vec<Fault>,
    ) {
        for (column, pointer, changes) in fields {
            if *changes && self.has(collection, column) {
                faults.push(Fault::new(*pointer, "erp_owned"));
            }
        }
    }
}
