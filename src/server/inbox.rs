//! Turns field records into what they stand for, one batch after another, and tells the phone and
//! the boards. Runs apart from ingest: a record is acknowledged when it is stored, whatever
//! becomes of it here. A kind that fails waits alone.

use std::time::Duration;

use super::Services;
use crate::{
    ingest::RecordNews,
    live::LiveEvent,
    store::{
        StoreError, absence_inbox, appeal_inbox, competitor,
        crm::{
            activity_inbox, appointment_inbox, case_inbox, contact_inbox, opportunity_inbox,
            task_inbox,
        },
        display,
        event::{self, Cursor},
        expense_inbox, form, joint_visit_inbox, order, outlet_request_inbox, photo,
        pin_proposal_inbox,
        privacy::consent_inbox,
        quotation_inbox,
        receivable::{collection_inbox, return_inbox},
        record_inbox::Settled,
        sos_inbox,
        stock::{count_inbox, van_day},
        trip,
        upsert::Now,
    },
};

/// How soon a new record is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// After a failure.
const PATIENCE: Duration = Duration::from_secs(5);

/// The records of one kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inbox {
    Orders,
    Collections,
    Appeals,
    PinProposals,
    Absences,
    OutletRequests,
    Sos,
    JointVisits,
    StockCounts,
    VanCounts,
    Photos,
    Forms,
    Competitors,
    Activities,
    Opportunities,
    Displays,
    Deliveries,
    Expenses,
    Returns,
    Quotations,
    Tasks,
    Cases,
    Appointments,
    Contacts,
    Consents,
}

impl Inbox {
    pub(super) const ALL: [Self; 25] = [
        Self::Orders,
        Self::Collections,
        Self::Appeals,
        Self::PinProposals,
        Self::Absences,
        Self::OutletRequests,
        Self::Sos,
        Self::JointVisits,
        Self::StockCounts,
        Self::VanCounts,
        Self::Photos,
        Self::Forms,
        Self::Competitors,
        Self::Activities,
        Self::Opportunities,
        Self::Displays,
        Self::Deliveries,
        Self::Expenses,
        Self::Returns,
        Self::Quotations,
        Self::Tasks,
        Self::Cases,
        Self::Appointments,
        Self::Contacts,
        Self::Consents,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Collections => "collections",
            Self::Appeals => "appeals",
            Self::PinProposals => "pin proposals",
            Self::Absences => "absences",
            Self::OutletRequests => "outlet requests",
            Self::Sos => "calls for help",
            Self::JointVisits => "joint visits",
            Self::StockCounts => "stock counts",
            Self::VanCounts => "counts of vans",
            Self::Photos => "photos",
            Self::Forms => "audits and surveys",
            Self::Competitors => "competitor observations",
            Self::Activities => "activities",
            Self::Opportunities => "opportunities",
            Self::Displays => "displays",
            Self::Deliveries => "deliveries",
            Self::Expenses => "expenses",
            Self::Returns => "returns",
            Self::Quotations => "quotations",
            Self::Tasks => "tasks",
            Self::Cases => "cases",
            Self::Appointments => "appointments",
            Self::Contacts => "contacts",
            Self::Consents => "answers to the privacy notice",
        }
    }

    /// Ends when the server does, between two batches.
    pub(super) async fn run(self, services: Services) {
        loop {
            let pause = match self.batch(&services).await {
                Ok(0) => EVERY,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::warn!(%error, records = self.name(), "records will be tried again");
                    PATIENCE
                }
            };
            tokio::select! {
                () = services.shutdown.started() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn batch(self, services: &Services) -> Result<usize, StoreError> {
        let now = services.clock.utc();
        let time = || services.rules.load().time;
        let today = || Now {
            at: now,
            today: time().date_of(services.clock.now()),
        };
        let settled = match self {
            Self::Orders => one(order::inbox::apply(&services.db, today()).await?),
            Self::Deliveries => one(trip::inbox::apply(&services.db, today()).await?),
            Self::Expenses => one(expense_inbox::apply(&services.db, today()).await?),
            Self::VanCounts => one(van_day::inbox::apply(&services.db, today()).await?),
            Self::Collections => one(collection_inbox::apply(&services.db, today()).await?),
            Self::Forms => one(form::inbox::apply(&services.db, today()).await?),
            Self::Competitors => one(competitor::inbox::apply(&services.db, today()).await?),
            Self::Opportunities => one(opportunity_inbox::apply(&services.db, today()).await?),
            Self::Appeals => appeal_inbox::apply(&services.db, now).await?,
            Self::PinProposals => pin_proposal_inbox::apply(&services.db, today()).await?,
            Self::OutletRequests => outlet_request_inbox::apply(&services.db, today()).await?,
            Self::Absences => absence_inbox::apply(&services.db, now).await?,
            Self::Sos => sos_inbox::apply(&services.db, today()).await?,
            Self::JointVisits => joint_visit_inbox::apply(&services.db, today(), time()).await?,
            Self::Displays => one(display::inbox::apply(&services.db, today()).await?),
            Self::Returns => one(return_inbox::apply(&services.db, today()).await?),
            Self::Quotations => one(quotation_inbox::apply(&services.db, today()).await?),
            Self::Tasks => one(task_inbox::apply(&services.db, today(), time()).await?),
            Self::Cases => one(case_inbox::apply(&services.db, today(), time()).await?),
            Self::Appointments => {
                one(appointment_inbox::apply(&services.db, today(), time()).await?)
            }
            Self::Consents => one(consent_inbox::apply(&services.db, today()).await?),
            Self::Contacts => one(contact_inbox::apply(&services.db, today()).await?),
            Self::Photos => one(photo::inbox::apply(&services.db, today()).await?),
            Self::StockCounts => count_inbox::apply(&services.db, today(), time()).await?,
            Self::Activities => one(activity_inbox::apply(&services.db, today(), time()).await?),
        };
        if !settled.is_empty() {
            let store = event::position(&services.db).await?.store;
            for record in &settled {
                tell(services, store, record);
            }
        }
        Ok(settled.len())
    }
}

/// A batch of at most one.
fn one(settled: Option<Settled>) -> Vec<Settled> {
    settled.into_iter().collect()
}

fn tell(services: &Services, store: uuid::Uuid, record: &Settled) {
    let cursor = |(xid, id)| Cursor::new(store, xid, id).text();
    let news = RecordNews {
        cursor: cursor(record.status_event),
        id: record.id,
        kind: record.kind.to_owned(),
        status: record.status.to_owned(),
        detail: Some(record.detail.clone()),
    };
    services.ingest.record_status(record.rep, news);
    let Some(news) = &record.news else { return };
    services.live.event(LiveEvent {
        kind: news.kind.into(),
        org_unit: record.org_unit,
        rep: Some(record.rep),
        body: news.body.clone(),
        cursor: cursor(news.event),
    });
}
