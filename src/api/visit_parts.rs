//! What was done in a visit, all of it: who may see the visit sees its parts.

use fieldbeat_trade::form::FormKind;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    claim::{self, Claim, ClaimFilter},
    competitor::{self, CompetitorObservation},
    crm::{
        activity::{self, Activity, ActivityFilter},
        appointment::{self, Appointment, AppointmentFilter},
        customer_case::{self, Case, CaseFilter},
        opportunity::{self, Opportunity, OpportunityFilter},
        task::{self, Task, TaskFilter},
    },
    error::StoreError,
    expense::{self, Expense, ExpenseFilter},
    form::{self, FormResponseWhole},
    order::{self, Order, OrderFilter},
    photo::{self, Photo},
    quotation::{self, Quotation, QuotationFilter},
    receivable::{
        collection::{self, Collection, CollectionFilter},
        invoice::{self, Invoice, InvoiceFilter},
        sales_return::{self, ReturnFilter, SalesReturn},
    },
    role::Right,
    scope::Scope,
    stock::{
        count::{self, StockCount},
        van_day::count::{self as van_count, VanCount},
    },
    trip::{self, TripFilter, TripStop},
    upsert::Now,
};

/// Documents, counts of the van or pieces of work of one visit: more than any has.
const PARTS_MAX: i64 = 100;

#[derive(Serialize, utoipa::ToSchema)]
pub struct VisitParts {
    pub orders: Vec<Order>,
    pub collections: Vec<Collection>,
    pub quotations: Vec<Quotation>,
    pub returns: Vec<SalesReturn>,
    /// What the rep found on the shelves.
    pub stock_counts: Vec<StockCount>,
    pub photos: Vec<Photo>,
    pub audits: Vec<FormResponseWhole>,
    pub surveys: Vec<FormResponseWhole>,
    pub competitor_observations: Vec<CompetitorObservation>,
    pub activities: Vec<Activity>,
    /// Agreed on in the visit.
    pub appointments: Vec<Appointment>,
    pub tasks: Vec<Task>,
    pub opportunities: Vec<Opportunity>,
    pub cases: Vec<Case>,
    /// Stops of delivery trips that were told of in it.
    pub deliveries: Vec<TripStop>,
    pub expenses: Vec<Expense>,
    /// Of its orders.
    pub invoices: Vec<Invoice>,
    /// What the rep found in the van.
    pub van_counts: Vec<VanCount>,
    /// That what was done in it proves; empty for who may not read claims.
    pub claims: Vec<Claim>,
}

impl VisitParts {
    /// Of a visit of a rep that the caller may see. What can be given to another's team afterwards is shown to whom it
    /// is in scope of.
    pub async fn of(
        seen: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: Uuid,
        rep: i32,
    ) -> Result<Self, StoreError> {
        let orders = OrderFilter {
            visit_id: Some(id),
            ..OrderFilter::default()
        };
        let (today, all) = (now.today, Scope::system());
        let orders = order::list(&mut *seen, &all, today, &orders, None, PARTS_MAX).await?;
        let collections = CollectionFilter {
            visit_id: Some(id),
            ..CollectionFilter::default()
        };
        let collections = collection::list(&mut *seen, &all, &collections, None, PARTS_MAX).await?;
        let quotations = QuotationFilter {
            visit_id: Some(id),
            ..QuotationFilter::default()
        };
        let quotations = quotation::list(&mut *seen, &all, &quotations, None, PARTS_MAX).await?;
        let returns = ReturnFilter {
            visit_id: Some(id),
            ..ReturnFilter::default()
        };
        let returns = sales_return::list(&mut *seen, &all, &returns, None, PARTS_MAX).await?;
        let activities = ActivityFilter {
            visit_id: Some(id),
            rep_id: Some(rep),
            ..ActivityFilter::default()
        };
        let activities =
            activity::list(&mut *seen, &all, now, &activities, None, PARTS_MAX).await?;
        let appointments = AppointmentFilter {
            visit_id: Some(id),
            ..AppointmentFilter::default()
        };
        let appointments =
            appointment::list(&mut *seen, &all, &appointments, None, PARTS_MAX).await?;
        let tasks = TaskFilter {
            visit_id: Some(id),
            ..TaskFilter::default()
        };
        let tasks = task::list(&mut *seen, scope, now, &tasks, None, PARTS_MAX).await?;
        let opportunities = OpportunityFilter {
            visit_id: Some(id),
            rep_id: Some(rep),
            ..OpportunityFilter::default()
        };
        let opportunities =
            opportunity::list(&mut *seen, &all, &opportunities, None, PARTS_MAX).await?;
        let cases = CaseFilter {
            visit_id: Some(id),
            ..CaseFilter::default()
        };
        let cases = customer_case::list(&mut *seen, scope, now, &cases, None, PARTS_MAX).await?;
        let stock_counts = count::counts_of_visit(&mut *seen, id, rep).await?;
        let photos = photo::of_visit(&mut *seen, id, rep).await?;
        let forms = form::of_visit(&mut *seen, id, rep).await?;
        let is_audit = |f: &FormResponseWhole| f.summary.kind == FormKind::Audit.as_str();
        let (audits, surveys) = forms.into_iter().partition(is_audit);
        let competitor_observations = competitor::of_visit(&mut *seen, id, rep).await?;
        let trips = TripFilter {
            visit_id: Some(id),
            ..TripFilter::default()
        };
        let trips = trip::list(&mut *seen, &all, &trips, None, PARTS_MAX).await?;
        let stops = trips.into_iter().flat_map(|t| t.stops.0);
        let deliveries = stops.filter(|s| s.visit_id == Some(id)).collect();
        let expenses = ExpenseFilter {
            visit_id: Some(id),
            rep_id: Some(rep),
            ..ExpenseFilter::default()
        };
        let expenses = expense::list(&mut *seen, &all, &expenses, None, PARTS_MAX).await?;
        let van_counts = van_count::of_visit(&mut *seen, id, rep, PARTS_MAX).await?;
        let invoices = if orders.is_empty() {
            Vec::new()
        } else {
            invoices(&mut *seen, now, id).await?
        };
        let claims = claims(&mut *seen, scope, id).await?;
        Ok(Self {
            orders,
            collections,
            quotations,
            returns,
            stock_counts,
            photos,
            audits,
            surveys,
            competitor_observations,
            activities,
            appointments,
            tasks,
            opportunities,
            cases,
            deliveries,
            expenses,
            invoices,
            van_counts,
            claims,
        })
    }
}

/// Of the orders of a visit.
async fn invoices(
    seen: &mut PgConnection,
    now: Now,
    visit: Uuid,
) -> Result<Vec<Invoice>, StoreError> {
    let filter = InvoiceFilter {
        visit_id: Some(visit),
        ..InvoiceFilter::default()
    };
    invoice::list(seen, &Scope::system(), now.today, &filter, None, PARTS_MAX).await
}

/// Those in scope that what was done in a visit proves; none for who may not read claims.
async fn claims(
    seen: &mut PgConnection,
    scope: &Scope,
    visit: Uuid,
) -> Result<Vec<Claim>, StoreError> {
    if !scope.may(Right::ReadClaims) {
        return Ok(Vec::new());
    }
    let filter = ClaimFilter {
        visit_id: Some(visit),
        ..ClaimFilter::default()
    };
    claim::list(seen, scope, &filter, None, PARTS_MAX).await
}
