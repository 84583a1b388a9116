// Generated from the server's OpenAPI document by build/schema.mjs; never edited by hand.
export interface paths {
    "/api/v1/absences": {
        /** Absences in scope. */
        get: operations["absence_list"];
        /** Asks for an absence of whole days, or of a part of one. It changes nothing until it is approved. */
        post: operations["absence_create"];
    };
    "/api/v1/absences/{id}": {
        /** One absence. */
        get: operations["absence_get"];
    };
    "/api/v1/absences/{id}/decisions": {
        /**
         * Approves, refuses or cancels. An approval excuses the stops of its days and gives them to the
         *     substitute; in plans that are frozen each is a logged deviation, and the days are judged again.
         */
        post: operations["absence_decide"];
    };
    "/api/v1/absences/{id}/preview": {
        /**
         * What an approval would do: the stops it would excuse and who would call there, day by day, at most
         *     14 days. Nothing changes; refused as the approval itself would be.
         */
        get: operations["absence_preview"];
    };
    "/api/v1/activities": {
        /** Activities in scope, newest first. */
        get: operations["activity_list"];
        /** A new activity. The same id and body again give the first answer. */
        post: operations["activity_create"];
    };
    "/api/v1/activities/{id}": {
        /** One activity. */
        get: operations["activity_get"];
        /** Holds it, says why it was not held, or changes the plan. Needs `If-Match`. */
        patch: operations["activity_change"];
    };
    "/api/v1/activities/{id}/email": {
        /**
         * The message behind an activity that was read from a mailbox, and the exchange it is part of. Of what lay in the mailbox
         *     of another person only the subject.
         */
        get: operations["activity_email"];
    };
    "/api/v1/activities/calls": {
        /**
         * For telephone systems: a call that is over. It settles what the rep had planned with that person, else it is
         *     a new activity; without an answer it is one that was not held.
         */
        post: operations["activity_call"];
    };
    "/api/v1/activities/completion": {
        /**
         * How much of what each rep had planned for these days was held in time, late, or not. Each number is the
         *     length of the list of activities with that rep, period and `standing`.
         */
        get: operations["activity_completion"];
    };
    "/api/v1/activities/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["activities_export"];
    };
    "/api/v1/alert-options": {
        /** What can be subscribed to here, and by which channels. */
        get: operations["alert_options"];
    };
    "/api/v1/alert-subscriptions": {
        /** Subscriptions, oldest first. Secrets are never among the answers. */
        get: operations["alert_subscription_list"];
        /**
         * Subscribes the caller. Events from now on are told, as far as the caller sees them when they are sent. A browser is one
         *     person's: what others had by it ends.
         */
        post: operations["alert_subscription_create"];
    };
    "/api/v1/alert-subscriptions/{id}": {
        /** One subscription. */
        get: operations["alert_subscription_get"];
        /** Ends an own one; what waits for it is not sent. Needs `If-Match`. */
        delete: operations["alert_subscription_delete"];
        /** Changes the fields given of an own one; a suspended one goes on. The channel stays. Needs `If-Match`. */
        patch: operations["alert_subscription_change"];
    };
    "/api/v1/alert-subscriptions/{id}/deliveries": {
        /** What was sent, what waits and what failed, newest first. Kept for 30 days. */
        get: operations["alert_delivery_list"];
    };
    "/api/v1/alert-subscriptions/{id}/replays": {
        /**
         * Sends again what an own subscription has sent or given up, with the same message ids, oldest first. What its owner may
         *     no longer see is left out.
         */
        post: operations["alert_subscription_replay"];
    };
    "/api/v1/alert-subscriptions/{id}/test": {
        /** Sends a test by an own one, now and at any hour, once; its delivery tells what became of it. */
        post: operations["alert_subscription_test"];
    };
    "/api/v1/appointments": {
        /** Appointments in scope, what begins first, first. */
        get: operations["appointment_list"];
        /** A new appointment. The same id and body again give the first answer. */
        post: operations["appointment_create"];
    };
    "/api/v1/appointments/{id}": {
        /** One appointment. */
        get: operations["appointment_get"];
        /** Moves it, says what became of it, or whom else is asked. Needs `If-Match`. */
        patch: operations["appointment_change"];
    };
    "/api/v1/appointments/{id}/answers": {
        /** Accepts, accepts with doubt, or declines. */
        post: operations["appointment_answer"];
    };
    "/api/v1/appointments/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["appointments_export"];
    };
    "/api/v1/audit-log": {
        /** The audit log, newest first. */
        get: operations["audit_log_list"];
    };
    "/api/v1/audits": {
        /** Audits in scope, newest first. */
        get: operations["audit_list"];
    };
    "/api/v1/audits/{id}": {
        /** One audit with its answers, in the words of the version it was asked by. */
        get: operations["audit_get"];
    };
    "/api/v1/audits/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["audits_export"];
    };
    "/api/v1/audits/scores": {
        /** What audits scored in a period, by form and team: earned ÷ possible. */
        get: operations["audit_scores"];
    };
    "/api/v1/calendar-feeds": {
        /** The own links that are good, without their secrets. */
        get: operations["calendar_feed_list"];
        /** A link to the calendar of a rep or of an org unit, at most 20. */
        post: operations["calendar_feed_create"];
    };
    "/api/v1/calendar-feeds/{id}": {
        /** Ends a link: programs that know it find nothing any more. */
        delete: operations["calendar_feed_delete"];
    };
    "/api/v1/campaigns": {
        /** Campaigns of the own unit and those below it, newest first. */
        get: operations["campaign_list"];
        /** A new draft. The same id and body again give the first answer. */
        post: operations["campaign_create"];
    };
    "/api/v1/campaigns/{id}": {
        /** One campaign. */
        get: operations["campaign_get"];
        /** Changes a draft. Needs `If-Match`. */
        patch: operations["campaign_change"];
    };
    "/api/v1/campaigns/{id}/actions": {
        /**
         * Submits a draft or takes it back, approves what another person wrote and so begins to send it, or stops. Needs
         *     `If-Match`.
         */
        post: operations["campaign_act"];
    };
    "/api/v1/campaigns/{id}/preview": {
        /** A dry run: how many would get a message now and how many would not, and why. Of what was approved as it was then. */
        get: operations["campaign_preview"];
    };
    "/api/v1/campaigns/{id}/recipients": {
        /** Who would get a message now, or got one, and who is left out, by contact. */
        get: operations["campaign_recipients"];
    };
    "/api/v1/campaigns/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["campaigns_export"];
    };
    "/api/v1/case-deadlines": {
        /** How long a case of each priority may wait. */
        get: operations["case_deadline_list"];
    };
    "/api/v1/case-deadlines/{priority}": {
        /** Sets the minutes of a priority, for cases opened from now on. Needs `If-Match`. */
        put: operations["case_deadline_put"];
    };
    "/api/v1/cases": {
        /** Cases in scope, newest first. */
        get: operations["case_list"];
        /** A new case; its deadlines follow from its priority. The same id and body again give the first answer. */
        post: operations["case_create"];
    };
    "/api/v1/cases/{id}": {
        /** One case with everything done about it. */
        get: operations["case_get"];
        /** Moves it on, answers it, or gives it to another rep. Needs `If-Match`. */
        patch: operations["case_change"];
    };
    "/api/v1/cases/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["cases_export"];
    };
    "/api/v1/claims": {
        /** Claims in scope, newest first. */
        get: operations["claim_list"];
        /**
         * Makes a draft. Every line names what proves it: an order, a visit, a photo or a display in the maker's
         *     scope. The same id and body again give the first answer.
         */
        post: operations["claim_create"];
    };
    "/api/v1/claims/{id}": {
        /** One claim with its steps. */
        get: operations["claim_get"];
        /** Replaces a draft. Needs `If-Match`; 409 `wrong_state` once it is submitted. */
        put: operations["claim_change"];
    };
    "/api/v1/claims/{id}/actions": {
        /**
         * Submits, checks, approves all or part, rejects, or settles. Who checks does not approve. A settlement credits the
         *     partner's account as a customer, or says by its reference how it was paid outside. Needs `If-Match`.
         *     409 `wrong_state`, `same_person`, or `claimed_already` where a display is in another claim or was credited.
         */
        post: operations["claim_act"];
    };
    "/api/v1/claims/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["claims_export"];
    };
    "/api/v1/collections": {
        /** Collections in scope, newest first. */
        get: operations["collection_list"];
        /** A new collection. The same id and body again give the first answer. */
        post: operations["collection_create"];
    };
    "/api/v1/collections/{id}": {
        /** One collection. */
        get: operations["collection_get"];
    };
    "/api/v1/collections/{id}/{action}": {
        /**
         * Moves a collection on: `verify`, `post`, `reject`, `void`, or `allocate` (credit of a posted one). Needs
         *     `If-Match`.
         */
        post: operations["collection_act"];
    };
    "/api/v1/collections/{id}/papers/receipt": {
        /** The receipt of a collection as a page to print. */
        get: operations["collection_paper"];
    };
    "/api/v1/collections/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["collections_export"];
    };
    "/api/v1/commissions": {
        /** Statements in scope, newest month first. */
        get: operations["commission_list"];
        /**
         * Makes the statements of a month by the newest version of a plan. One that is made is never made again:
         *     who has one is left out.
         */
        post: operations["commission_make"];
    };
    "/api/v1/commissions/{id}": {
        /** One statement with every document that it counts. */
        get: operations["commission_get"];
    };
    "/api/v1/commissions/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["commissions_export"];
    };
    "/api/v1/commissions/plans": {
        /** The newest version of every plan. */
        get: operations["commission_plan_list"];
    };
    "/api/v1/commissions/plans/{code}": {
        /** All versions of a plan, newest first. */
        get: operations["commission_plan_versions"];
        /** A new version of a plan. Statements made by earlier ones stay. */
        post: operations["commission_plan_put"];
    };
    "/api/v1/competitor-observations": {
        /** Observations in scope, newest first. */
        get: operations["competitor_observation_list"];
    };
    "/api/v1/competitor-observations/{id}": {
        /** One observation. */
        get: operations["competitor_observation_get"];
    };
    "/api/v1/competitor-observations/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["competitor_observations_export"];
    };
    "/api/v1/contacts": {
        /** Contacts of customers in scope, by id. */
        get: operations["contact_list"];
        /** A new contact; without a code it gets one. */
        post: operations["contact_create"];
    };
    "/api/v1/contacts/{id}": {
        /** One contact. */
        get: operations["contact_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["contact_change"];
    };
    "/api/v1/contacts/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["contact_batch"];
    };
    "/api/v1/contacts/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["contact_by_code"];
    };
    "/api/v1/contacts/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["contacts_export"];
    };
    "/api/v1/contacts/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["contacts_import"];
    };
    "/api/v1/contracts": {
        /** Contracts of customers in scope, by id. */
        get: operations["contract_list"];
        /** A new contract. */
        post: operations["contract_create"];
    };
    "/api/v1/contracts/{id}": {
        /** One contract. */
        get: operations["contract_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["contract_change"];
    };
    "/api/v1/contracts/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["contract_batch"];
    };
    "/api/v1/contracts/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["contract_by_code"];
    };
    "/api/v1/contracts/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["contracts_export"];
    };
    "/api/v1/contracts/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["contracts_import"];
    };
    "/api/v1/coverage": {
        /**
         * How far products reach: numeric and weighted distribution, by purchase and by stock, out of stock, share.
         *     Every number comes with what it is a part of.
         */
        get: operations["coverage_report"];
    };
    "/api/v1/coverage/outlets": {
        /** The outlets that a number of the report counts, with what is known of each. */
        get: operations["coverage_outlets"];
    };
    "/api/v1/credit-accounts": {
        /** Accounts of customers in scope with what counts against them now. */
        get: operations["credit_account_list"];
        /** Agrees on terms: the account is made where there is none; what is absent stays as it is. */
        post: operations["credit_account_put"];
    };
    "/api/v1/credit-accounts/{id}": {
        /** One account. */
        get: operations["credit_account_get"];
        /** Changes the terms. Orders that are held stay held until somebody releases or revises them. Needs `If-Match`. */
        patch: operations["credit_account_change"];
    };
    "/api/v1/credit-accounts/{id}/papers/statement": {
        /** The debt statement of an account as a page to print. */
        get: operations["credit_account_paper"];
    };
    "/api/v1/credit-accounts/{id}/statement": {
        /** The debt statement: opening balance, every document, closing balance, and how old what is open is. */
        get: operations["credit_account_statement"];
    };
    "/api/v1/credit-accounts/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["credit_accounts_export"];
    };
    "/api/v1/credit-accounts/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["credit_accounts_import"];
    };
    "/api/v1/customers": {
        /** customers in scope, by id. */
        get: operations["customer_list"];
        /** A new customer. */
        post: operations["customer_create"];
    };
    "/api/v1/customers/{id}": {
        /** One customer. */
        get: operations["customer_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["customer_change"];
    };
    "/api/v1/customers/{id}/timeline": {
        /**
         * Visits with what was counted, asked and shown there, orders with what became of them, money, contracts, and work on
         *     the relation with a customer, across its outlets, newest first.
         */
        get: operations["customer_timeline"];
    };
    "/api/v1/customers/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["customer_batch"];
    };
    "/api/v1/customers/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["customer_by_code"];
    };
    "/api/v1/customers/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["customers_export"];
    };
    "/api/v1/day-plans/{rep}/{date}": {
        /** The rep's stops on a date; `frozen_at` is null for a preview. */
        get: operations["day_plan_get"];
    };
    "/api/v1/day-plans/{rep}/{date}/changes": {
        /**
         * Adds, removes or moves one stop of today or later. In a frozen plan it is a logged deviation that
         *     the caller approves; before, an exception by date. Only outlets on the rep's own routes.
         */
        post: operations["day_plan_change"];
    };
    "/api/v1/deliveries": {
        /** Delivery trips in scope, the newest day first. */
        get: operations["delivery_list"];
        /** Plans a trip; an order rides on one at a time. The same id and body again give the first answer. */
        post: operations["delivery_create"];
    };
    "/api/v1/deliveries/{id}": {
        /** One trip. */
        get: operations["delivery_get"];
        /** Changes a trip that is not loaded; its id stays. Needs `If-Match`. */
        put: operations["delivery_change"];
    };
    "/api/v1/deliveries/{id}/{action}": {
        /**
         * `load`: the goods of its orders leave the warehouse for the van, all or 409 `stock_short`, and the orders are
         *     dispatched. `cancel`: a trip that is not loaded. Needs `If-Match`.
         */
        post: operations["delivery_act"];
    };
    "/api/v1/deliveries/{id}/settle": {
        /**
         * Ends a trip: what came back is counted into the warehouse; what is missing or too many needs its reason and is
         *     written off or on. Every stop has been told of. Not by who drove. Needs `If-Match`.
         */
        post: operations["delivery_settle"];
    };
    "/api/v1/deliveries/{id}/stops/{order_id}": {
        /**
         * What became of a stop: delivered, in part, or refused with its reason; who took the goods. By who delivers orders,
         *     or by the rep who drives. The same id and body again give the first answer.
         */
        post: operations["delivery_answer"];
    };
    "/api/v1/deliveries/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["deliveries_export"];
    };
    "/api/v1/devices": {
        /** Devices in scope, by id. */
        get: operations["device_list"];
        /** A new device for a rep. */
        post: operations["device_create"];
    };
    "/api/v1/devices/{id}": {
        /** One device. */
        get: operations["device_get"];
        /** Changes label, abilities or rep. A new rep holds from now on. Needs `If-Match`. */
        patch: operations["device_change"];
    };
    "/api/v1/devices/{id}/app-setup": {
        /**
         * A fresh token in the words of that app; the one before it stops working. The device is one without buttons from now
         *     on: it is heard in the rep's sessions of the day, else in working hours. Restarting an app needs no new one.
         */
        post: operations["device_app_setup"];
    };
    "/api/v1/devices/{id}/enrolment-code": {
        /** A fresh enrolment code; the one before it stops working. */
        post: operations["device_enrolment_code"];
    };
    "/api/v1/devices/{id}/lost": {
        /**
         * Lost or stolen: ends the device's rights at once and tells it to wipe itself at its next contact (401 `device_wiped`). With
         *     `replacement_label` the rep's next device is made in the same step. 409 `revoked` where it was revoked before.
         */
        post: operations["device_lost"];
    };
    "/api/v1/devices/{id}/lost/cancel": {
        /** The phone is found: it goes on as it was, with what it holds. 409 `device_wiped` once it was told to wipe itself. */
        post: operations["device_lost_cancel"];
    };
    "/api/v1/devices/{id}/revoke": {
        /** Ends the device's rights at once and for good; its data stays. */
        post: operations["device_revoke"];
    };
    "/api/v1/devices/{id}/token": {
        /**
         * A fresh token without enrolment, for programs that stand for devices; the one before it stops
         *     working.
         */
        post: operations["device_token"];
    };
    "/api/v1/devices/{id}/track-file": {
        /**
         * A missed day of a device from a file: GPX, KML or CSV, at most 16 MiB and 50,000 points; the body is the file. Taken as
         *     if the phone had sent it late: what lies outside of work is not kept, what is known already is not stored twice, and
         *     the days are judged again.
         */
        post: operations["device_track_file"];
    };
    "/api/v1/devices/batch": {
        /** Creates or changes up to 1,000 by label and gives each a fresh token. */
        post: operations["device_batch"];
    };
    "/api/v1/devices/by-code/{system}/{code}": {
        /** Creates or changes one by its label (system `fieldbeat`) and gives it a fresh token. */
        put: operations["device_by_code"];
    };
    "/api/v1/display-enrolments": {
        /** Outlets in scope that take part, newest first. */
        get: operations["display_enrolment_list"];
    };
    "/api/v1/display-enrolments/{id}": {
        /** One, with its steps and photos. */
        get: operations["display_enrolment_get"];
    };
    "/api/v1/display-enrolments/actions": {
        /**
         * Approves at the first or the second level, pays, or fails, each with a result of its own. The levels are
         *     different people's, in this order; what follows from what is in the docs. To pay credits the outlet's customer
         *     (`no_account` where there is none, `claimed_already` where a partner claims it), or names how it was paid outside.
         */
        post: operations["display_act"];
    };
    "/api/v1/display-enrolments/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["display_enrolments_export"];
    };
    "/api/v1/displays": {
        /** Display programmes, newest period first, with how far the outlets in scope are. */
        get: operations["display_programme_list"];
        /** Makes a programme, in the company's currency. */
        post: operations["display_programme_create"];
    };
    "/api/v1/displays/{id}": {
        /** One programme. */
        get: operations["display_programme_get"];
        /** Replaces a programme. Outlets that take part keep the reward they were promised. Needs `If-Match`. */
        put: operations["display_programme_change"];
    };
    "/api/v1/displays/{id}/enrolments": {
        /** Enrols outlets in scope that the programme is for; each with a result of its own. */
        post: operations["display_enrol"];
    };
    "/api/v1/displays/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["displays_export"];
    };
    "/api/v1/documents": {
        /** Documents of customers in scope, by id. */
        get: operations["document_list"];
        /** A new document. */
        post: operations["document_create"];
    };
    "/api/v1/documents/{id}": {
        /** One document. */
        get: operations["document_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["document_change"];
    };
    "/api/v1/documents/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["document_batch"];
    };
    "/api/v1/documents/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["document_by_code"];
    };
    "/api/v1/documents/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["documents_export"];
    };
    "/api/v1/documents/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["documents_import"];
    };
    "/api/v1/erp-marks": {
        /** Documents of which the ERP has said something, newest first. */
        get: operations["erp_mark_list"];
    };
    "/api/v1/erp-marks/batch": {
        /**
         * Keeps what the ERP says of documents: taken, accepted under its number, or rejected with its reason.
         *     A result per item; a repeat changes nothing.
         */
        post: operations["erp_mark_batch"];
    };
    "/api/v1/erp-marks/retry": {
        /** Lets the ERP take rejected documents once more: they wait again. */
        post: operations["erp_mark_retry"];
    };
    "/api/v1/events": {
        /** Events in scope after a cursor. */
        get: operations["event_list"];
    };
    "/api/v1/exceptions": {
        /** Exceptions in scope, newest first. */
        get: operations["exception_list"];
    };
    "/api/v1/exceptions/{id}": {
        /** One exception with its history. */
        get: operations["exception_get"];
    };
    "/api/v1/exceptions/{id}/actions": {
        /** Acknowledges, assigns, resolves or reopens. */
        post: operations["exception_act"];
    };
    "/api/v1/exceptions/actions/batch": {
        /** The same for many, each with a result of its own; `atomic=true` makes it all or none. */
        post: operations["exception_act_batch"];
    };
    "/api/v1/exceptions/summary": {
        /** How many exceptions in scope are not resolved. */
        get: operations["exception_summary"];
    };
    "/api/v1/expenses": {
        /** Expenses in scope, newest first. */
        get: operations["expense_list"];
        /** A new claim; kilometres are worth what the settings say of their day. The same id and body again give the first answer. */
        post: operations["expense_create"];
    };
    "/api/v1/expenses/{id}": {
        /** One expense. */
        get: operations["expense_get"];
    };
    "/api/v1/expenses/{id}/{action}": {
        /**
         * `approve` (all of it or less), `reject`, by who decides on expenses; `pay`, by who manages receivables. Never the own.
         *     Kilometres beyond what was measured, and less than was claimed, need a reason. Needs `If-Match`.
         */
        post: operations["expense_act"];
    };
    "/api/v1/expenses/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["expenses_export"];
    };
    "/api/v1/exports/{kind}": {
        /** Masters, prices or stock in scope, as a file that an import would find unchanged. */
        get: operations["export_get"];
    };
    "/api/v1/first-run": {
        /** Founds the company and logs its administrator in. */
        post: operations["first_run_create"];
    };
    "/api/v1/forms": {
        get: operations["form_list"];
        /** A new one. */
        post: operations["form_create"];
    };
    "/api/v1/forms/{id}": {
        /** One. */
        get: operations["form_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["form_change"];
    };
    "/api/v1/forms/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["form_batch"];
    };
    "/api/v1/forms/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["form_by_code"];
    };
    "/api/v1/forms/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["forms_export"];
    };
    "/api/v1/holidays": {
        /** Holidays by date. */
        get: operations["holiday_list"];
    };
    "/api/v1/holidays/{date}": {
        /** Makes or changes a holiday; needs `If-Match` (`*` for a new one). Frozen plans stay. */
        put: operations["holiday_put"];
        /** Makes it a working day again. Needs `If-Match`. */
        delete: operations["holiday_delete"];
    };
    "/api/v1/import-mappings": {
        /** Saved mappings of headings, of the whole company. */
        get: operations["import_mapping_list"];
        /** Saves a mapping; one of the same kind and name is replaced. */
        post: operations["import_mapping_save"];
    };
    "/api/v1/import-mappings/{kind}/{name}": {
        /** Deletes a mapping. Needs `If-Match`. */
        delete: operations["import_mapping_delete"];
    };
    "/api/v1/imports": {
        /** Imports in scope of the kinds that one may import, newest first. */
        get: operations["import_list"];
        /** Uploads a file and checks it in the background: a dry run. Changes nothing until it is committed. */
        post: operations["import_create"];
    };
    "/api/v1/imports/{id}": {
        /** One import: how far it is, and what it came to. */
        get: operations["import_get"];
    };
    "/api/v1/imports/{id}/changes": {
        /** What an import changes, in the order of the file. */
        get: operations["import_changes"];
    };
    "/api/v1/imports/{id}/commit": {
        /** Stores what the file changes as things are now: all of it or nothing. Goes on in the background. */
        post: operations["import_commit"];
    };
    "/api/v1/imports/{id}/faults": {
        /** What is wrong with rows of an import, and what is worth knowing: errors first, by line. */
        get: operations["import_faults"];
    };
    "/api/v1/imports/{id}/revert": {
        /** Takes a committed import back, where nobody has built on it. Goes on in the background. */
        post: operations["import_revert"];
    };
    "/api/v1/invoices": {
        /** Invoices and opening balances in scope, newest first. */
        get: operations["invoice_list"];
        /**
         * Bills what was delivered of an order, or mirrors the ERP's invoice of it; without an order books an
         *     opening balance. The same id and body again give the first answer.
         */
        post: operations["invoice_create"];
    };
    "/api/v1/invoices/{id}": {
        /** One invoice. */
        get: operations["invoice_get"];
    };
    "/api/v1/invoices/batch": {
        /** The same for many, with a result for each; with `atomic` all or none. */
        post: operations["invoice_batch"];
    };
    "/api/v1/invoices/by-code/{system}/{code}": {
        /** Books an invoice of another system; again it changes nothing but its due date. */
        put: operations["invoice_by_code"];
    };
    "/api/v1/invoices/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["invoices_export"];
    };
    "/api/v1/invoices/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["invoices_import"];
    };
    "/api/v1/joint-visits": {
        /** Joint visits in scope. */
        get: operations["joint_visit_list"];
    };
    "/api/v1/joint-visits/{id}": {
        /** Takes back what the caller has said. */
        delete: operations["joint_visit_delete"];
    };
    "/api/v1/joint-visits/counts": {
        /** How much each supervisor accompanied, most visits first. */
        get: operations["joint_visit_counts"];
    };
    "/api/v1/kpis": {
        /** Key figures in scope. `format=csv` or `xlsx` answers a file. */
        get: operations["kpi_report"];
    };
    "/api/v1/kpis/cells": {
        /** Key figures by H3 cell, for a map. Cells in which nothing is assigned, planned or sold are left out. */
        get: operations["kpi_cells"];
    };
    "/api/v1/kpis/definitions": {
        /** The dictionary: every KPI in three languages. */
        get: operations["kpi_definitions"];
    };
    "/api/v1/kpis/rows": {
        /** The rows behind a number, by date; outlets of unique counts by id. */
        get: operations["kpi_rows"];
    };
    "/api/v1/mailboxes": {
        /** Mailboxes in scope and how reading them goes, by name. Passwords are not told. */
        get: operations["mailbox_list"];
        /** A new mailbox. Where it is in use, it is read from now on. */
        post: operations["mailbox_create"];
    };
    "/api/v1/mailboxes/{id}": {
        /** One mailbox. */
        get: operations["mailbox_get"];
        /**
         * Changes a mailbox; without `password` the one that it has stays, unless server or login change. Ends a pause. Needs
         *     `If-Match`.
         */
        put: operations["mailbox_change"];
        /** Removes a mailbox with its password; the activities stay. Needs `If-Match`. */
        delete: operations["mailbox_remove"];
    };
    "/api/v1/mailboxes/{id}/test": {
        /**
         * A dry run of a mailbox as it is set up: logs in, counts what there is since its first day, looks at the newest
         *     headers, keeps nothing. A fault is an answer, too.
         */
        post: operations["mailbox_test"];
    };
    "/api/v1/message-gateways": {
        /** The gateways that are set up; what their headers hold is not told. */
        get: operations["message_gateway_list"];
    };
    "/api/v1/message-gateways/{channel}": {
        /** Sets a gateway up, or changes it. Needs `If-Match`, `*` for a new one. */
        put: operations["message_gateway_put"];
    };
    "/api/v1/messages": {
        /** Messages to reps in scope, newest first. */
        get: operations["message_list"];
        /** Sends it: to phones that are connected at once, to the others with their next `sync`. All or none. */
        post: operations["message_send"];
    };
    "/api/v1/must-sell-lists": {
        get: operations["must_sell_list_list"];
        /** A new one. */
        post: operations["must_sell_list_create"];
    };
    "/api/v1/must-sell-lists/{id}": {
        /** One. */
        get: operations["must_sell_list_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["must_sell_list_change"];
    };
    "/api/v1/must-sell-lists/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["must_sell_list_batch"];
    };
    "/api/v1/must-sell-lists/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["must_sell_list_by_code"];
    };
    "/api/v1/must-sell-lists/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["must_sell_lists_export"];
    };
    "/api/v1/must-sell-lists/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["must_sell_lists_import"];
    };
    "/api/v1/occasion-customers": {
        /** Customers who were greeted or given something in a year, with what was given beside what they bought in it; by id. */
        get: operations["occasion_customer_list"];
    };
    "/api/v1/occasion-customers/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["occasion_customers_export"];
    };
    "/api/v1/occasions": {
        /** Occasions of the own units and of those above them, newest first; the numbers are of what is in scope, this year. */
        get: operations["occasion_list"];
        /** A new occasion, not in use yet. The same id and body again give the first answer. */
        post: operations["occasion_create"];
    };
    "/api/v1/occasions/{id}": {
        /** One occasion. */
        get: operations["occasion_get"];
        /** Changes one of a unit in scope, takes it into use or out of it. Needs `If-Match`. */
        patch: operations["occasion_change"];
    };
    "/api/v1/occasions/{id}/preview": {
        /** A dry run: how many an occasion means in a year, and who is left out and why. Of those in scope. */
        get: operations["occasion_preview"];
    };
    "/api/v1/occasions/{id}/progress": {
        /** How far an occasion is in a year, of what is in scope. */
        get: operations["occasion_progress"];
    };
    "/api/v1/occasions/{id}/recipients": {
        /** Whom an occasion means in a year, on which day and by which way, and who is left out and why; by customer. */
        get: operations["occasion_recipients"];
    };
    "/api/v1/openapi.json": {
        /** This document. */
        get: operations["openapi"];
    };
    "/api/v1/opportunities": {
        /** Opportunities in scope, newest first. */
        get: operations["opportunity_list"];
        /** A new opportunity. The same id and body again give the first answer. */
        post: operations["opportunity_create"];
    };
    "/api/v1/opportunities/{id}": {
        /** One opportunity with every move. */
        get: operations["opportunity_get"];
        /** Moves it to another stage (`lost` asks for a reason), or changes what it is worth. Needs `If-Match`. */
        patch: operations["opportunity_change"];
    };
    "/api/v1/opportunities/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["opportunities_export"];
    };
    "/api/v1/opportunities/totals": {
        /** What lies in each stage, and what the open ones are worth by their probability. */
        get: operations["opportunity_totals"];
    };
    "/api/v1/opportunity-stages": {
        /** The stages, in the order of the board. */
        get: operations["opportunity_stage_list"];
    };
    "/api/v1/opportunity-stages/{code}": {
        /** Makes a stage, or changes its words, place and probability. Needs `If-Match`, `*` for a new one. */
        put: operations["opportunity_stage_put"];
    };
    "/api/v1/orders": {
        /** Orders in scope, newest first. */
        get: operations["order_list"];
        /** A new order, priced and gated. The same id and body again give the first answer. */
        post: operations["order_create"];
    };
    "/api/v1/orders/{id}": {
        /** One order. */
        get: operations["order_get"];
        /** New lines before the order is confirmed; approvals are asked for anew. Needs `If-Match`. */
        put: operations["order_revise"];
    };
    "/api/v1/orders/{id}/{action}": {
        /**
         * Moves an order on: `submit` (a draft), `hold`, `release` (one hold), `confirm`, `allocate`, `dispatch`,
         *     `close`, `reject`, `cancel`. 422 `wrong_state` where it does not fit. A credit hold is released by who
         *     approves credit, an overdue hold by who approves overdue ones, the others by who confirms orders.
         *     Needs `If-Match`.
         */
        post: operations["order_act"];
    };
    "/api/v1/orders/{id}/deliveries": {
        /**
         * Books what was delivered, in part or whole. The same id again gives the first answer. What rides on a trip that is
         *     out is told of at its stop: 422 `on_trip`.
         */
        post: operations["order_deliver"];
    };
    "/api/v1/orders/{id}/papers/{paper}": {
        /** An order, its pick list (what is left, lot by lot, without prices), or a delivery note, as a page to print. */
        get: operations["order_paper"];
    };
    "/api/v1/orders/{id}/story": {
        /** Why it costs what it costs, what was done to it by whom, and what was delivered. */
        get: operations["order_story"];
    };
    "/api/v1/orders/confirm": {
        /** Confirms many at once; each by itself: what the gate holds stays held and says why. */
        post: operations["order_confirm"];
    };
    "/api/v1/orders/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["orders_export"];
    };
    "/api/v1/orders/price": {
        /**
         * What an order would cost, explained line by line: the list of each price, the schemes with the
         *     condition met and the units used, tax and rounding. Stores nothing.
         */
        post: operations["order_price"];
    };
    "/api/v1/org-units": {
        /** org_units in scope, by id. */
        get: operations["org_unit_list"];
        /** A new org_unit. */
        post: operations["org_unit_create"];
    };
    "/api/v1/org-units/{id}": {
        /** One org_unit. */
        get: operations["org_unit_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["org_unit_change"];
    };
    "/api/v1/org-units/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["org_unit_batch"];
    };
    "/api/v1/org-units/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["org_unit_by_code"];
    };
    "/api/v1/org-units/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["org_units_export"];
    };
    "/api/v1/org-units/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["org_units_import"];
    };
    "/api/v1/outlet-requests": {
        /** Requests in scope, by id. */
        get: operations["outlet_request_list"];
        /** Asks for a new outlet. It changes nothing until it is approved. */
        post: operations["outlet_request_create"];
    };
    "/api/v1/outlet-requests/{id}": {
        /**
         * One request with the outlets and other requests that it may be the same as: names, phones and
         *     distances compared.
         */
        get: operations["outlet_request_get"];
    };
    "/api/v1/outlet-requests/{id}/approval": {
        /**
         * Makes the outlet with its pin, and where asked for customer and place on a route, from that day on;
         *     the visit made there becomes the outlet's. 409 `already_decided`.
         */
        post: operations["outlet_request_approve"];
    };
    "/api/v1/outlet-requests/{id}/refusal": {
        /** Refuses, with the reason; the rep is told both. */
        post: operations["outlet_request_refuse"];
    };
    "/api/v1/outlet-requests/{id}/rollback": {
        /**
         * Opens a decided request again: the outlet that an approval made is closed and leaves its route.
         *     409 `in_use` where anything else stands on it by now.
         */
        post: operations["outlet_request_roll_back"];
    };
    "/api/v1/outlets": {
        /** outlets in scope, by id. */
        get: operations["outlet_list"];
        /** A new outlet. */
        post: operations["outlet_create"];
    };
    "/api/v1/outlets/{id}": {
        /** One outlet. */
        get: operations["outlet_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["outlet_change"];
    };
    "/api/v1/outlets/{id}/closure": {
        /**
         * Closes the outlet from that day on: its routes end, its history stays, and unvisited stops of frozen
         *     plans from that day on leave by a logged deviation. 409 `already_closed`.
         */
        post: operations["outlet_close"];
    };
    "/api/v1/outlets/{id}/keeping": {
        /**
         * Says that the outlet is still there: it is not suggested again until as much time has passed, or until
         *     more reports come. 409 `already_closed`.
         */
        post: operations["outlet_keep"];
    };
    "/api/v1/outlets/{id}/must-sell": {
        /** What an outlet must sell today, and which of it is missing lately. */
        get: operations["outlet_must_sell"];
    };
    "/api/v1/outlets/{id}/reopening": {
        /**
         * Opens a closed outlet again, on the routes that it left, from today on. 409 `not_closed`, or `merged`
         *     where it went into another: that is taken back by its decision.
         */
        post: operations["outlet_reopen"];
    };
    "/api/v1/outlets/{id}/repeat-order": {
        /** The paid lines of the outlet's last order, as far as they are still sold. The price is today's. */
        get: operations["outlet_repeat_order"];
    };
    "/api/v1/outlets/{id}/schemes": {
        /** How far an outlet in scope is in the cumulative schemes that run today. */
        get: operations["outlet_schemes"];
    };
    "/api/v1/outlets/{id}/sell-out": {
        /** What an outlet sold between counts: opening + purchases − returns − closing, product by product. */
        get: operations["outlet_sell_out"];
    };
    "/api/v1/outlets/{id}/suggested-order": {
        /**
         * What to order so that it lasts until the next goods: forecast, what is there, what is on its way, and
         *     the quantity in whole units. Stores nothing.
         */
        get: operations["outlet_suggested_order"];
    };
    "/api/v1/outlets/{id}/suppliers": {
        /** Who supplies an outlet by date, newest first; today's comes to its orders and its account. */
        get: operations["outlet_suppliers"];
    };
    "/api/v1/outlets/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["outlet_batch"];
    };
    "/api/v1/outlets/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["outlet_by_code"];
    };
    "/api/v1/outlets/closures/suggested": {
        /**
         * Outlets that reps found closed for good at least twice, then those without visit and order for
         *     `dormant_days`, longest first.
         */
        get: operations["outlet_closure_suggested"];
    };
    "/api/v1/outlets/duplicates": {
        /**
         * Pairs of open outlets in scope that are likely one and on which nobody has decided, the likeliest
         *     first. Computed when asked: round each pin and under each phone.
         */
        get: operations["outlet_duplicate_list"];
    };
    "/api/v1/outlets/duplicates/decisions": {
        /**
         * Says of two outlets that they are the same or different. Of the same one stays with its code; the
         *     other is closed and names it, keeps its visits and orders, and leaves its routes, which the one that
         *     stays takes over where it has none. Different ones are never suggested again. 409 `already_decided`,
         *     or `already_closed` where one is closed.
         */
        post: operations["outlet_duplicate_decide"];
    };
    "/api/v1/outlets/duplicates/decisions/{id}/rollback": {
        /**
         * Takes a decision about a pair back: the closed outlet is open and on its routes again from today, the
         *     other gives back those it took, other systems' codes are what they were. 409 `already_undone`.
         */
        post: operations["outlet_duplicate_roll_back"];
    };
    "/api/v1/outlets/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["outlets_export"];
    };
    "/api/v1/outlets/map": {
        /** Open outlets with a pin in a box. */
        get: operations["outlet_map"];
    };
    "/api/v1/outlets/near": {
        /** Open outlets round a point, nearest first. */
        get: operations["outlet_near"];
    };
    "/api/v1/outlets/tiles/{z}/{x}/{y}": {
        /**
         * Open outlets with a pin as a Mapbox vector tile. Layer `outlets` (`code`, `name`, `class`; the id is the outlet's) up to
         *     5,000 in a tile, else layer `cells` with the `count` of a cell at the middle of its outlets.
         */
        get: operations["outlet_tile"];
    };
    "/api/v1/outlets/today": {
        /** Outlets of today's plans and visits in a box. Outlets without a row have neither. */
        get: operations["outlet_today"];
    };
    "/api/v1/partners": {
        get: operations["partner_list"];
        /** A new one. */
        post: operations["partner_create"];
    };
    "/api/v1/partners/{id}": {
        /** One. */
        get: operations["partner_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["partner_change"];
    };
    "/api/v1/partners/{id}/outlets": {
        /** The partner supplies these outlets from a date on; what held before stays in the history. */
        post: operations["partner_supply"];
    };
    "/api/v1/partners/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["partner_batch"];
    };
    "/api/v1/partners/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["partner_by_code"];
    };
    "/api/v1/partners/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["partners_export"];
    };
    "/api/v1/partners/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["partners_import"];
    };
    "/api/v1/password": {
        /** Changes the own password; the other sessions end. */
        post: operations["password_change"];
    };
    "/api/v1/password-reset": {
        /**
         * Sets a new password by a code; all sessions of the user end and one begins, unless a second factor is asked for: then
         *     401 `second_factor_required`, and the new password signs in.
         */
        post: operations["password_reset"];
    };
    "/api/v1/periods": {
        /** Months, newest first. */
        get: operations["period_list"];
    };
    "/api/v1/periods/{month}": {
        /** A month with its figures as closed. */
        get: operations["period_get"];
    };
    "/api/v1/periods/{month}/adjustments": {
        /** Changes of earlier, closed months that fall into this one. */
        get: operations["period_adjustments"];
    };
    "/api/v1/periods/{month}/close": {
        /**
         * Closes a month of the whole company. 409 `period_unsettled` while rep-days wait for judgement, devices
         *     hold data or reviews are pending, unless `anyway`.
         */
        post: operations["period_close"];
    };
    "/api/v1/periods/{month}/reopen": {
        /** Opens a closed month again. 409 `period_booked` where changes of it were booked into a later month. */
        post: operations["period_reopen"];
    };
    "/api/v1/photos": {
        /** Photos in scope, newest first. */
        get: operations["photo_list"];
    };
    "/api/v1/photos/{id}": {
        /** One photo, with the one that it is like. */
        get: operations["photo_get"];
    };
    "/api/v1/photos/{id}/image": {
        /**
         * The picture, at most 2,048 pixels wide and high, without anything that the camera wrote into it. 410 once
         *     it has gone with its time.
         */
        get: operations["photo_image"];
    };
    "/api/v1/photos/{id}/thumbnail": {
        /** The picture, at most 360 pixels wide and high. */
        get: operations["photo_thumbnail"];
    };
    "/api/v1/photos/decisions": {
        /**
         * Approves, rejects, or takes decisions back, each with a result of its own; `atomic=true` makes it all or
         *     none. Appended: earlier decisions stay.
         */
        post: operations["photo_decide"];
    };
    "/api/v1/pin-proposals": {
        /** Proposals for outlets in scope, by id. */
        get: operations["pin_proposal_list"];
    };
    "/api/v1/pin-proposals/{id}": {
        /** One proposal with the positions that speak for it. */
        get: operations["pin_proposal_get"];
    };
    "/api/v1/pin-proposals/{id}/approval": {
        /**
         * Approves: the outlet has the new pin from that day on, and visits in doubt that it explains are
         *     decided valid. 409 `already_decided`; 403 `pin_too_far` where a planner must.
         */
        post: operations["pin_proposal_approve"];
    };
    "/api/v1/pin-proposals/{id}/refusal": {
        /** Refuses, with the reason. The visits stay as they are; only later ones can propose again. */
        post: operations["pin_proposal_refuse"];
    };
    "/api/v1/pin-proposals/{id}/rollback": {
        /**
         * Takes an approved pin back by a new approval of the one before; the decisions that followed from
         *     it are withdrawn where they still stand. 409 `pin_has_moved` where another pin came since.
         */
        post: operations["pin_proposal_roll_back"];
    };
    "/api/v1/plan-deviations": {
        /** Deviations from frozen plans in scope, newest first, each with its reason and approver. */
        get: operations["plan_deviation_list"];
    };
    "/api/v1/price-lists": {
        get: operations["price_list_list"];
        /** A new one. */
        post: operations["price_list_create"];
    };
    "/api/v1/price-lists/{id}": {
        /** One. */
        get: operations["price_list_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["price_list_change"];
    };
    "/api/v1/price-lists/{id}/prices": {
        /** The prices of a list. */
        get: operations["price_list_prices"];
    };
    "/api/v1/price-lists/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["price_list_batch"];
    };
    "/api/v1/price-lists/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["price_list_by_code"];
    };
    "/api/v1/price-lists/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["price_lists_export"];
    };
    "/api/v1/privacy/consents": {
        /** Active reps with their newest answer, by id. */
        get: operations["consent_list"];
    };
    "/api/v1/privacy/consents/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["privacy/consents_export"];
    };
    "/api/v1/privacy/consents/summary": {
        /** How many active reps stand where. */
        get: operations["consent_summary"];
    };
    "/api/v1/privacy/erasures": {
        /** Erasures of reps in reach, newest first. */
        get: operations["erasure_list"];
        /**
         * Erases where a rep was, for good; with `dry_run` counts what would go. It is done in the background and cannot be taken
         *     back: 422 `confirm` unless the rep's code is repeated. Orders, payments, visits and working time stay, without positions.
         */
        post: operations["erasure_ask"];
    };
    "/api/v1/privacy/erasures/{id}": {
        /** One, with how far it is. */
        get: operations["erasure_get"];
    };
    "/api/v1/privacy/erasures/{id}/cancel": {
        /** Calls off one that has not begun: 409 `begun` where it has. */
        post: operations["erasure_cancel"];
    };
    "/api/v1/privacy/notices": {
        /** Published versions, newest first: the first is in force. */
        get: operations["privacy_notice_list"];
        /**
         * Publishes the next version for good: phones show it before the next work session, and ask again. 422 `not_the_next` unless
         *     its number is repeated.
         */
        post: operations["privacy_notice_publish"];
    };
    "/api/v1/privacy/own-export": {
        /** The same for the rep who asks: 404 for a login that is no rep's. */
        get: operations["privacy_own_export"];
    };
    "/api/v1/privacy/processing-record": {
        /** What is processed, how long it is kept, who may read it and to whom it leaves, as this server does it now. */
        get: operations["processing_record"];
    };
    "/api/v1/privacy/reps/{id}/export": {
        /**
         * All that is kept about a rep, as a zip: JSON, the track of each day as GPX and CSV, photos. At most 400 days and 5,000
         *     photos; two are made at a time (429 `exports_running`). It is in the audit log, and the rep sees it.
         */
        get: operations["privacy_export"];
    };
    "/api/v1/products": {
        get: operations["product_list"];
        /** A new one. */
        post: operations["product_create"];
    };
    "/api/v1/products/{id}": {
        /** One. */
        get: operations["product_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["product_change"];
    };
    "/api/v1/products/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["product_batch"];
    };
    "/api/v1/products/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["product_by_code"];
    };
    "/api/v1/products/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["products_export"];
    };
    "/api/v1/public": {
        /** For the login page. */
        get: operations["public_get"];
    };
    "/api/v1/push-key": {
        /** The key that browsers subscribe with. It never changes. */
        get: operations["push_key"];
    };
    "/api/v1/quarantined-records": {
        /** What phone apps sent and nobody could read, of reps in scope, newest first. */
        get: operations["quarantined_record_list"];
    };
    "/api/v1/quarantined-records/{id}": {
        /** One with what was sent. A look at one that is whole is a look at the rep's track: it is logged, and the rep sees it. */
        get: operations["quarantined_record_get"];
    };
    "/api/v1/quarantined-records/{id}/decisions": {
        /**
         * Decides on one; what was taken already stays. 409 `not_whole` and `not_serving` say why it cannot be run,
         *     `still_unread` that it was and came to nothing.
         */
        post: operations["quarantined_record_decide"];
    };
    "/api/v1/quotations": {
        /** Quotations in scope, newest first. */
        get: operations["quotation_list"];
        /** An offer at the catalogue's prices of today. The same id and body again give the first answer. */
        post: operations["quotation_create"];
    };
    "/api/v1/quotations/{id}": {
        /** One quotation with its explanation. */
        get: operations["quotation_get"];
    };
    "/api/v1/quotations/{id}/answers": {
        /**
         * Makes the order of a quotation, at the quoted price, or declines it. The order goes through the credit
         *     gate as any other. Needs `If-Match`.
         */
        post: operations["quotation_answer"];
    };
    "/api/v1/quotations/{id}/papers/quotation": {
        /** A quotation as a page to print. */
        get: operations["quotation_paper"];
    };
    "/api/v1/quotations/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["quotations_export"];
    };
    "/api/v1/reconciliation/{object}": {
        /**
         * Holds another system's list against ours: masters by code, `prices` by `list/product/unit`, documents of a period
         *     by their id (invoices by number), `stock-levels` of warehouses and vans by `location/product`, `credit-accounts` by
         *     `customer` or `customer/partner`. Changes nothing.
         */
        post: operations["reconcile"];
    };
    "/api/v1/reps": {
        /** reps in scope, by id. */
        get: operations["rep_list"];
        /** A new rep. */
        post: operations["rep_create"];
    };
    "/api/v1/reps/{id}": {
        /** One rep. */
        get: operations["rep_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["rep_change"];
    };
    "/api/v1/reps/{id}/days/{date}": {
        /** One day of one rep. */
        get: operations["rep_day_get"];
    };
    "/api/v1/reps/{id}/days/{date}/joint": {
        /** The caller was with the rep all day. Said again, it changes the note. */
        post: operations["rep_day_joint"];
    };
    "/api/v1/reps/{id}/days/{date}/time-corrections": {
        /**
         * Says what a rep worked on a day instead of what was measured. Appended: the newest word holds, the
         *     machine's stays beside it, and no verdict changes. Answers the day.
         */
        post: operations["time_correction_create"];
    };
    "/api/v1/reps/{id}/departure": {
        /** What was planned or done, and what the rep still owes, holds and has to do, as of now. */
        get: operations["departure_get"];
        /**
         * Ends what a rep has here: devices and login, routes and open work go to a successor or are left open; with `dry_run` tells
         *     what would happen. What is over stays as it is, and what the rep owes stays owed. 200: it is done; 202: it is planned for the
         *     end of its last day. 422 `reason` where something is open, `successor_rep_id` where somebody has to take over; 409 `planned`,
         *     `last_administrator`, `account_out_of_reach`.
         */
        post: operations["departure_ask"];
    };
    "/api/v1/reps/{id}/departure/cancel": {
        /** A planned one is called off, and its erasure with it: 409 `not_planned` once it is done. */
        post: operations["departure_cancel"];
    };
    "/api/v1/reps/{id}/diagnosis": {
        /** Why a rep is not seen, from the newest word of the rep's phones, at most 10 s old. */
        get: operations["rep_diagnosis"];
    };
    "/api/v1/reps/{id}/timesheet": {
        /** A rep's month, day by day: measured, corrected, and why. */
        get: operations["rep_timesheet"];
    };
    "/api/v1/reps/{id}/track": {
        /** Positions of a rep in a span of time: GeoJSON, or a file. GPX, KML and CSV can be uploaded again. */
        get: operations["rep_track"];
    };
    "/api/v1/reps/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["rep_batch"];
    };
    "/api/v1/reps/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["rep_by_code"];
    };
    "/api/v1/reps/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["reps_export"];
    };
    "/api/v1/reps/today": {
        /** Active reps of the scope with their day so far, by id. */
        get: operations["rep_today"];
    };
    "/api/v1/returns": {
        /** Returns in scope, newest first. */
        get: operations["return_list"];
        /** Asks for a return of delivered goods. The same id and body again give the first answer. */
        post: operations["return_create"];
    };
    "/api/v1/returns/{id}": {
        /** One return. */
        get: operations["return_get"];
    };
    "/api/v1/returns/{id}/decisions": {
        /** Approves a return, which credits the customer, or rejects it. Needs `If-Match`. */
        post: operations["return_decide"];
    };
    "/api/v1/returns/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["returns_export"];
    };
    "/api/v1/roles": {
        /** Every role with its rights. */
        get: operations["role_list"];
    };
    "/api/v1/routes": {
        /** routes in scope, by id. */
        get: operations["route_list"];
        /** A new route. */
        post: operations["route_create"];
    };
    "/api/v1/routes/{id}": {
        /** One route. */
        get: operations["route_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["route_change"];
    };
    "/api/v1/routes/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["route_batch"];
    };
    "/api/v1/routes/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["route_by_code"];
    };
    "/api/v1/routes/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["routes_export"];
    };
    "/api/v1/saved-views": {
        /** The own views and the shared ones, by name. */
        get: operations["saved_view_list"];
        /** Keeps a view. */
        post: operations["saved_view_create"];
    };
    "/api/v1/saved-views/{id}": {
        /** Deletes an own view. Needs `If-Match`. */
        delete: operations["saved_view_remove"];
        /** Changes an own view. Needs `If-Match`. */
        patch: operations["saved_view_change"];
    };
    "/api/v1/scenarios": {
        /** Scenarios in scope, by id. */
        get: operations["scenario_list"];
        /**
         * Makes a scenario of how things are: the unit's reps, its outlets with today's rep, frequency, place and what they
         *     order. Routes stay as they are until a solution is published.
         */
        post: operations["scenario_create"];
    };
    "/api/v1/scenarios/{id}": {
        /** One scenario: its state, how far it is, what is published of it. */
        get: operations["scenario_get"];
        /** Throws a scenario away, with what was found for it. One that is in force cannot be: roll it back first. */
        delete: operations["scenario_remove"];
        /** Another name, or other settings, which take the solutions with them. */
        patch: operations["scenario_change"];
    };
    "/api/v1/scenarios/{id}/assignments": {
        /** An assignment made by hand: days and order are planned for it in the background, and it is compared with the others. */
        post: operations["scenario_assign"];
    };
    "/api/v1/scenarios/{id}/assignments/import": {
        /**
         * An assignment by a CSV or XLSX file with the columns `outlet_code` and `rep_code` (empty: nobody); the body is the file.
         *     One bad row keeps all out. Days and order are planned in the background.
         */
        post: operations["scenario_assign_file"];
    };
    "/api/v1/scenarios/{id}/cancel": {
        /** Stops solving within a second or two; what was found until then stays. */
        post: operations["scenario_cancel"];
    };
    "/api/v1/scenarios/{id}/driven": {
        /** The published plan against what was driven, by rep and week: kilometres, hours, order of calls. */
        get: operations["scenario_driven"];
    };
    "/api/v1/scenarios/{id}/outlets": {
        /** The outlets of a scenario, by id. */
        get: operations["scenario_outlets"];
    };
    "/api/v1/scenarios/{id}/outlets/batch": {
        /**
         * Locks outlets, changes how often and how long they are called at; a bad row costs that row. Solutions go where
         *     anything changes.
         */
        post: operations["scenario_outlets_change"];
    };
    "/api/v1/scenarios/{id}/publish": {
        /**
         * Puts a solution into the reps' routes from a date on. What it has no rep for stays as it is. Frozen days and the past
         *     do not change; it can be rolled back.
         */
        post: operations["scenario_publish"];
    };
    "/api/v1/scenarios/{id}/reps": {
        /** The reps of a scenario, by code. */
        get: operations["scenario_reps"];
    };
    "/api/v1/scenarios/{id}/reps/batch": {
        /** Changes homes, working days, calls and classes of reps, all or none; solutions go. */
        post: operations["scenario_reps_change"];
    };
    "/api/v1/scenarios/{id}/rollback": {
        /** Puts the routes back as they were before, from the plan's date or tomorrow on, whichever is later. */
        post: operations["scenario_rollback"];
    };
    "/api/v1/scenarios/{id}/solutions": {
        /** The solutions of a scenario with their figures; 0 is today's assignment. */
        get: operations["scenario_solutions"];
    };
    "/api/v1/scenarios/{id}/solutions/{solution}": {
        /** Throws away a solution that was made by hand. Those that are searched go with changed inputs. */
        delete: operations["solution_remove"];
    };
    "/api/v1/scenarios/{id}/solutions/{solution}/days": {
        /** Days of a solution with their calls in order: those of one rep, or one day of the cycle. */
        get: operations["solution_days"];
    };
    "/api/v1/scenarios/{id}/solutions/{solution}/export": {
        /**
         * Who has which outlet in a solution, on which days and why, as CSV, XLSX or GeoJSON. The first two are read again by
         *     `assignments/import`.
         */
        get: operations["solution_export"];
    };
    "/api/v1/scenarios/{id}/solutions/{solution}/outlets": {
        /** The outlets of a solution: who has them and why, on which days, and what is missing. */
        get: operations["solution_outlets"];
    };
    "/api/v1/scenarios/{id}/solutions/{solution}/territories": {
        /**
         * Draws a territory round the outlets of each rep of a solution: `T-` and the rep's code, made or drawn anew. A territory
         *     that is there keeps its name and unit. Outlines of neighbours may overlap: the check tells where.
         */
        post: operations["solution_territories"];
    };
    "/api/v1/scenarios/{id}/solve": {
        /**
         * Solves what is not solved yet, in the background: today's assignment, then a solution for each weighing. After a
         *     cancellation or a failure it goes on where it stopped.
         */
        post: operations["scenario_solve"];
    };
    "/api/v1/scenarios/compare": {
        /** Any two solutions beside each other, of one scenario or two. */
        get: operations["scenario_compare"];
    };
    "/api/v1/schemes": {
        get: operations["scheme_list"];
        /** A new one. */
        post: operations["scheme_create"];
    };
    "/api/v1/schemes/{id}": {
        /** One. */
        get: operations["scheme_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["scheme_change"];
    };
    "/api/v1/schemes/{id}/progress": {
        /**
         * How far outlets in scope are that bought in the period of a cumulative scheme, by id. 422 `not_cumulative`,
         *     `no_period`.
         */
        get: operations["scheme_progress"];
    };
    "/api/v1/schemes/{id}/settlements": {
        /**
         * Ends the period of a cumulative scheme: what every outlet is due, within its cap and all within the budget, is
         *     credited to its customer, once. For the whole company. 422 `not_over` before the day after its last.
         */
        post: operations["scheme_settle"];
    };
    "/api/v1/schemes/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["scheme_batch"];
    };
    "/api/v1/schemes/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["scheme_by_code"];
    };
    "/api/v1/schemes/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["schemes_export"];
    };
    "/api/v1/schemes/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["schemes_import"];
    };
    "/api/v1/second-factor": {
        /** How the own second factor stands. */
        get: operations["second_factor_get"];
        /** A secret for an app; nothing is asked for until a code of it is shown. */
        post: operations["second_factor_begin"];
    };
    "/api/v1/second-factor/confirmation": {
        /** Switches it on, by a code that proves that the secret is in an app. The other sessions end. */
        post: operations["second_factor_confirm"];
    };
    "/api/v1/second-factor/recovery-codes": {
        /** New recovery codes in place of those before. */
        post: operations["second_factor_recovery_codes"];
    };
    "/api/v1/second-factor/removal": {
        /** Switches it off. */
        post: operations["second_factor_remove"];
    };
    "/api/v1/segments": {
        /** The company's segments, by id. */
        get: operations["segment_list"];
        /** A new segment. */
        post: operations["segment_create"];
    };
    "/api/v1/segments/{id}": {
        /** One segment. */
        get: operations["segment_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["segment_change"];
    };
    "/api/v1/segments/{id}/members": {
        /** The customers in scope that a segment finds now, by id. */
        get: operations["segment_members"];
    };
    "/api/v1/segments/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["segment_batch"];
    };
    "/api/v1/segments/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["segments_export"];
    };
    "/api/v1/segments/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["segments_import"];
    };
    "/api/v1/segments/preview": {
        /** How many customers in scope a rule would find; nothing is saved. */
        post: operations["segment_preview"];
    };
    "/api/v1/session": {
        /** The session of the caller. */
        get: operations["session_get"];
        /** Logs in; sets the session cookie. */
        post: operations["session_create"];
        /** Logs out. */
        delete: operations["session_delete"];
    };
    "/api/v1/session/persona": {
        /** Looks through another person's eyes, without a password: demo servers on a loopback address only. */
        post: operations["session_persona"];
    };
    "/api/v1/session/single-sign-on": {
        /** Leads to the provider. 404 where there is none. */
        get: operations["single_sign_on"];
    };
    "/api/v1/session/single-sign-on/callback": {
        /** The way back from the provider: signs in and leads to the page, or to the login page with why not. */
        get: operations["single_sign_on_callback"];
    };
    "/api/v1/sessions": {
        /** The own sessions, the newest first. */
        get: operations["own_session_list"];
        /** Ends all of them but the one that asks. */
        delete: operations["own_session_delete_others"];
    };
    "/api/v1/sessions/{id}": {
        /** Ends one of them. */
        delete: operations["own_session_delete"];
    };
    "/api/v1/settings": {
        /** The newest version, which is what `PUT` replaces. It may begin later: see `in_force`. */
        get: operations["settings_get"];
        /** A new version of the settings. Needs `If-Match` with the newest version. */
        put: operations["settings_replace"];
    };
    "/api/v1/settings/trials": {
        /** Tries settings on days that are over. 409 `trial_running` while another is tried. */
        post: operations["settings_trial_create"];
    };
    "/api/v1/settings/trials/{id}": {
        /** How a trial stands, with its result when it is done. */
        get: operations["settings_trial_get"];
        /** Stops a trial. */
        delete: operations["settings_trial_stop"];
    };
    "/api/v1/settings/versions": {
        /** All versions, newest first. */
        get: operations["settings_versions"];
    };
    "/api/v1/settlements": {
        /** Hand-ins in scope, newest first. */
        get: operations["settlement_list"];
        /** Hands in everything that a rep has collected and still carries. */
        post: operations["settlement_create"];
    };
    "/api/v1/settlements/{id}": {
        /** One hand-in. */
        get: operations["settlement_get"];
    };
    "/api/v1/settlements/{id}/papers/hand_in": {
        /** The sheet of a hand-in as a page to print. */
        get: operations["settlement_paper"];
    };
    "/api/v1/settlements/{id}/post": {
        /** Books every collection of a verified hand-in: invoices are settled, the rest stays on account. Needs `If-Match`. */
        post: operations["settlement_post"];
    };
    "/api/v1/settlements/{id}/verify": {
        /** Counts the money of a hand-in; a difference needs its reason. Not by who handed it in. Needs `If-Match`. */
        post: operations["settlement_verify"];
    };
    "/api/v1/settlements/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["settlements_export"];
    };
    "/api/v1/sign-in-policy": {
        /** What the company asks of who signs in. */
        get: operations["sign_in_policy_get"];
        /** Asks roles for a second factor. Needs `If-Match`. Who asks the own role must have one. */
        put: operations["sign_in_policy_put"];
    };
    "/api/v1/stock-balances/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["stock_balances_export"];
    };
    "/api/v1/stock-counts": {
        /** Counts in scope, newest first. */
        get: operations["stock_count_list"];
    };
    "/api/v1/stock-counts/{id}": {
        /** One count. */
        get: operations["stock_count_get"];
    };
    "/api/v1/stock-counts/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["stock_counts_export"];
    };
    "/api/v1/stock-counts/near-expiry": {
        /** Lots at outlets that expire within so many days, what expires first, first. */
        get: operations["stock_near_expiry"];
    };
    "/api/v1/stock-counts/out-of-stock": {
        /** Products that the newest count at an outlet found none of, and of which none came since. */
        get: operations["stock_out_of_stock"];
    };
    "/api/v1/stock-locations": {
        /** Warehouses, vans and outlets with goods, by id. */
        get: operations["stock_location_list"];
        /** A new warehouse or van. */
        post: operations["stock_location_create"];
    };
    "/api/v1/stock-locations/{id}": {
        /** One location. */
        get: operations["stock_location_get"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["stock_location_change"];
    };
    "/api/v1/stock-locations/{id}/balances": {
        /** What a location holds, product by product, with lots, reservations and, of an outlet, the last count. */
        get: operations["stock_balance_list"];
    };
    "/api/v1/stock-locations/batch": {
        /** Creates or changes up to 1,000 by code. */
        post: operations["stock_location_batch"];
    };
    "/api/v1/stock-locations/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["stock_location_by_code"];
    };
    "/api/v1/stock-locations/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["stock_locations_export"];
    };
    "/api/v1/stock-locations/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["stock_locations_import"];
    };
    "/api/v1/stock-moves": {
        /** Moves at locations in scope, newest first. */
        get: operations["stock_move_list"];
        /**
         * Moves goods: all lines or none. 409 `stock_short` with what is missing where a location has too little
         *     and the setting `stock_below_zero` refuses.
         */
        post: operations["stock_move_post"];
    };
    "/api/v1/stock-moves/{posting}/counter": {
        /** Undoes a posting by another with its moves reversed. What it brought must still be there. */
        post: operations["stock_move_counter"];
    };
    "/api/v1/stock-moves/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["stock_moves_export"];
    };
    "/api/v1/supply-needs": {
        /**
         * What warehouses should order, and why: what left them in the last 12 weeks, what is there and on its way, how many
         *     days that lasts, the safety, and the quantity in whole units. Stores nothing.
         */
        get: operations["supply_need_list"];
    };
    "/api/v1/supply-orders": {
        /** Supply orders, newest first. What is `shipped` is in transit: it left its source and is in nobody's book. */
        get: operations["supply_order_list"];
        /**
         * A draft: which warehouse, from which other or which partner, how much of what. The same id and body again give the
         *     first answer.
         */
        post: operations["supply_order_create"];
    };
    "/api/v1/supply-orders/{id}": {
        /** One supply order. */
        get: operations["supply_order_get"];
        /** Changes a draft: date, note and all its lines. Needs `If-Match`. */
        put: operations["supply_order_change"];
    };
    "/api/v1/supply-orders/{id}/{action}": {
        /**
         * `submit`, `reject` and `cancel` (with a reason), `ship` (what was confirmed, or less: it leaves the source),
         *     `receive` (what was shipped, or else with a reason: it reaches the warehouse in the lots that left). Needs `If-Match`.
         */
        post: operations["supply_order_act"];
    };
    "/api/v1/supply-orders/confirm": {
        /**
         * Confirms submitted orders, all or none. Where their source has too little for all of them, it is shared in
         *     proportion to what they ask, in whole units, and held for them; one that gets nothing stays submitted.
         */
        post: operations["supply_order_confirm"];
    };
    "/api/v1/supply-orders/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["supply_orders_export"];
    };
    "/api/v1/surveys": {
        /** Surveys in scope, newest first. */
        get: operations["survey_list"];
    };
    "/api/v1/surveys/{id}": {
        /** One survey with its answers, in the words of the version it was asked by. */
        get: operations["survey_get"];
    };
    "/api/v1/surveys/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["surveys_export"];
    };
    "/api/v1/targets": {
        /** Targets in scope, by id; a rep's own. Those that were withdrawn are told by `updated_since` alone. */
        get: operations["target_list"];
    };
    "/api/v1/targets/{id}": {
        /** One target with every value that it had, and who set it. */
        get: operations["target_get"];
    };
    "/api/v1/targets/{id}/rows": {
        /** The rows behind what was reached of a target, by date where they have one. */
        get: operations["target_rows"];
    };
    "/api/v1/targets/batch": {
        /** Sets or withdraws up to 1,000, each known by its month, what it is of, and whose it is. */
        post: operations["target_batch"];
    };
    "/api/v1/targets/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["targets_export"];
    };
    "/api/v1/targets/import": {
        /**
         * Creates and changes rows of this list by a CSV or XLSX file with the columns of its `export`; the body is the file,
         *     of at most 16 MiB and 20,000 rows. An empty cell says nothing, `-` empties. Without `skip_bad_rows` one bad row keeps
         *     all out (422 with the faults as `/lines/{line}/{field}`).
         */
        post: operations["targets_import"];
    };
    "/api/v1/targets/progress": {
        /**
         * Targets in scope with what was reached, as far as the caller sees it, and what the working days that have passed
         *     let expect.
         */
        get: operations["target_progress"];
    };
    "/api/v1/tasks": {
        /** Tasks in scope, newest first. */
        get: operations["task_list"];
        /** A new task. The same id and body again give the first answer. */
        post: operations["task_create"];
    };
    "/api/v1/tasks/{id}": {
        /** One task. */
        get: operations["task_get"];
        /** Moves it on, or gives it to another rep. Needs `If-Match`. */
        patch: operations["task_change"];
    };
    "/api/v1/tasks/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["tasks_export"];
    };
    "/api/v1/territories": {
        /** Territories in scope, by id, without their shapes: these are in each one, and together in the export. */
        get: operations["territory_list"];
        /** A new territory. A shape that is refused is told by a code, where, and what to do. */
        post: operations["territory_create"];
    };
    "/api/v1/territories/{id}": {
        /** One territory with its shape. */
        get: operations["territory_get"];
        /** Deletes one: who asks for changes is told of it once more, with `active` false. Its code is free again. Needs `If-Match`. */
        delete: operations["territory_remove"];
        /** Changes the fields given. Needs `If-Match`. */
        patch: operations["territory_change"];
    };
    "/api/v1/territories/{id}/outlets": {
        /** The outlets in scope that lie in a territory, by id. One on a drawn border lies in it; with cells H3 decides. */
        get: operations["territory_outlets"];
    };
    "/api/v1/territories/batch": {
        /** Creates or changes up to 1,000 by code. A shape that is refused costs its row. */
        post: operations["territory_batch"];
    };
    "/api/v1/territories/by-code/{system}/{code}": {
        /** Creates or changes one by another system's code; the system `fieldbeat` means our own. */
        put: operations["territory_by_code"];
    };
    "/api/v1/territories/check": {
        /**
         * Checks territories against each other and against the outlets in scope. Pieces, holes and overlaps below 100 m² are how
         *     borders were rounded.
         */
        post: operations["territory_check"];
    };
    "/api/v1/territories/export.geojson": {
        /**
         * Territories in scope as a GeoJSON `FeatureCollection` (RFC 7946), which the import reads. One of cells is drawn by their
         *     outline and names them in `h3_cells`. At most 1,000.
         */
        get: operations["territory_export"];
    };
    "/api/v1/territories/import": {
        /**
         * Creates or changes territories from a GeoJSON `FeatureCollection` in WGS 84, by the property `code`; what no feature names
         *     stays. A feature that is refused costs itself. At most 1,000 features, 500,000 positions together, 16 MiB.
         */
        post: operations["territory_import"];
    };
    "/api/v1/timesheets": {
        /** What the reps in scope worked in a month, by rep. */
        get: operations["timesheet_list"];
    };
    "/api/v1/unsynced-days": {
        /** Days in scope that are not synced yet, newest date first. Their stops are `unsynced` and not missed. */
        get: operations["unsynced_day_list"];
    };
    "/api/v1/users": {
        /** Users in scope, by id. */
        get: operations["user_list"];
        /** A new user. */
        post: operations["user_create"];
    };
    "/api/v1/users/{id}": {
        /** One user. */
        get: operations["user_get"];
        /**
         * Changes the fields given. A new password, role or org unit ends the user's sessions. Needs
         *     `If-Match`.
         */
        patch: operations["user_change"];
    };
    "/api/v1/users/{id}/password-reset": {
        /** A code by which a user sets a new password. What is in use goes on until then. */
        post: operations["user_password_reset"];
    };
    "/api/v1/users/{id}/second-factor": {
        /** Takes a user's second factor off, say because the phone is lost. The user's sessions end. */
        delete: operations["user_second_factor_delete"];
    };
    "/api/v1/users/{id}/sessions": {
        /** The sessions of a user. */
        get: operations["user_session_list"];
        /** Signs a user out everywhere. */
        delete: operations["user_session_delete"];
    };
    "/api/v1/users/{id}/tokens": {
        /** The user's tokens, without their secrets. */
        get: operations["token_list"];
        /** A new token that acts as the user. */
        post: operations["token_create"];
    };
    "/api/v1/users/{id}/tokens/{token}": {
        /** Ends a token. */
        delete: operations["token_delete"];
    };
    "/api/v1/van-days": {
        /**
         * Days of vans in scope on which something moved or was counted, newest first. Opening, what came and went, what
         *     should be there, what was counted; the rep's money of the day beside it.
         */
        get: operations["van_day_list"];
    };
    "/api/v1/van-days/{van_id}/{date}": {
        /** A van on a day. */
        get: operations["van_day_get"];
    };
    "/api/v1/van-days/{van_id}/{date}/close": {
        /**
         * Closes a counted day: the document stands as it is from then on, and what was counted is what the next day begins
         *     with. What is missing or too much needs a reason and is written off or on. Not by whose van it is, and not before
         *     a day that is closed. The same id and body again give the first answer.
         */
        post: operations["van_day_close"];
    };
    "/api/v1/van-days/{van_id}/{date}/counts": {
        /**
         * What a desk counted in a van; the newest count of a product stands, whoever made it. Not of a closed day. The same
         *     id and body again give the first answer.
         */
        post: operations["van_day_count"];
    };
    "/api/v1/van-days/export": {
        /**
         * This list as a file, with the filters of the list. Masters have the columns of their import, which
         *     finds the file unchanged. Of a workbook at most 50,000 rows, of a CSV 1,000,000 (422 `export_too_large`).
         */
        get: operations["van_days_export"];
    };
    "/api/v1/visit-patterns": {
        /** The planner's codes of visit patterns, which routes and imports read. */
        get: operations["visit_pattern_codes"];
    };
    "/api/v1/visit-reason-groups": {
        /** Groups of reasons by code, also those that are offered no more. */
        get: operations["visit_reason_group_list"];
    };
    "/api/v1/visit-reason-groups/{code}": {
        /**
         * Makes or changes a group; needs `If-Match` (`*` for a new one). A group is never removed, only no
         *     longer offered.
         */
        put: operations["visit_reason_group_put"];
    };
    "/api/v1/visit-reasons": {
        /** Reasons by code, also those that are offered no more. */
        get: operations["visit_reason_list"];
    };
    "/api/v1/visit-reasons/{code}": {
        /**
         * Makes or changes a reason; needs `If-Match` (`*` for a new one). Its code stays, and it is never
         *     removed, only no longer offered: what was said with it keeps its words.
         */
        put: operations["visit_reason_put"];
    };
    "/api/v1/visit-reasons/counts": {
        /**
         * How often which reason was given, the commonest first. Words that are not in the lists are counted
         *     as they are.
         */
        get: operations["visit_reason_counts"];
    };
    "/api/v1/visits": {
        /** Visits in scope, newest first. */
        get: operations["visit_list"];
    };
    "/api/v1/visits/{id}": {
        /**
         * A visit with verdict, evidence, orders, customer, records and revisions. The id of a detected
         *     visit that a check-in absorbed answers 308.
         */
        get: operations["visit_get"];
    };
    "/api/v1/visits/{id}/appeals": {
        /** A rep's appeal against the verdict of an own visit. Appended; whoever decides sees it. */
        post: operations["visit_appeal"];
    };
    "/api/v1/visits/{id}/evidence": {
        /**
         * The sealed evidence of a visit as a file that proves itself: `fieldbeat verify --file`. Every
         *     download is logged. 404 until its day is over and judged as a whole.
         */
        get: operations["visit_evidence"];
    };
    "/api/v1/visits/{id}/joint": {
        /** The caller was with the rep at this visit. Said again, it changes the note. */
        post: operations["visit_joint"];
    };
    "/api/v1/visits/{id}/reviews": {
        /** Decides on a visit. Appended: the machine's verdict and earlier decisions stay. */
        post: operations["visit_review"];
    };
    "/api/v1/visits/reviews/batch": {
        /** Decides on many visits at once, each with a result of its own; `atomic=true` makes it all or none. */
        post: operations["visit_review_batch"];
    };
}
export interface components {
    schemas: {
        AboutPut: {
            /** Format: int32 */
            contact_id?: number | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int32 */
            outlet_id?: number | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        Absence: {
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            /** Format: date */
            from: string;
            from_time?: string | null;
            /** Format: uuid */
            id: string;
            kind: string;
            note?: string | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_ids?: number[] | null;
            reason?: string | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            requested_at: components["schemas"]["Instant"];
            state: string;
            substitute_code?: string | null;
            /** Format: int32 */
            substitute_rep_id?: number | null;
            /** Format: date */
            to: string;
            to_time?: string | null;
            /** Format: int32 */
            version: number;
        };
        AbsenceDecisionPut: {
            /** @enum {string} */
            decision: "approved" | "refused" | "cancelled";
            outlet_ids?: number[] | null;
            reason?: string | null;
            /** Format: int32 */
            substitute_rep_id?: number | null;
        };
        AbsencePreview: {
            days: components["schemas"]["MovedDay"][];
            truncated: boolean;
        };
        AbsencePut: {
            /** Format: date */
            from: string;
            from_time?: string | null;
            /** @enum {string} */
            kind: "leave" | "sickness" | "meeting" | "training";
            note?: string | null;
            /** Format: int32 */
            rep_id: number;
            /** Format: date */
            to: string;
            to_time?: string | null;
        };
        Accompanied: {
            by: string;
            /** Format: uuid */
            id: string;
            note?: string | null;
            /** Format: int32 */
            user_id: number;
            whole_day: boolean;
        };
        AccountPut: {
            /** Format: int32 */
            customer_id: number;
            /** Format: int64 */
            limit_minor?: number | null;
            /** Format: int32 */
            overdue_days?: number | null;
            /** Format: int32 */
            partner_id?: number | null;
            /** Format: int32 */
            terms_days?: number | null;
        };
        ActionBatch: {
            items: components["schemas"]["ActionItem"][];
        };
        ActionBatchAnswer: {
            results: components["schemas"]["ActionResult"][];
        };
        ActionItem: {
            /** @enum {string} */
            action: "acknowledge" | "assign" | "resolve" | "reopen";
            /** Format: int32 */
            owner_id?: number | null;
            reason?: string | null;
        } & {
            /** Format: uuid */
            id: string;
        };
        ActionPut: {
            /** @enum {string} */
            action: "acknowledge" | "assign" | "resolve" | "reopen";
            /** Format: int32 */
            owner_id?: number | null;
            reason?: string | null;
        };
        ActionResult: {
            error?: components["schemas"]["Fault"][];
            /** Format: uuid */
            id: string;
            index: number;
            status: string;
        };
        Activity: components["schemas"]["ActivityRow"] & {
            standing: components["schemas"]["Standing"];
        };
        ActivityChange: {
            /** Format: date-time */
            due_at?: string | null;
            /** Format: int32 */
            duration_min?: number | null;
            /** Format: date-time */
            ended_at?: string | null;
            item?: string | null;
            note?: string | null;
            outcome?: string | null;
            /** Format: int32 */
            quantity?: number | null;
            reason?: string | null;
            state?: components["schemas"]["ActivityState"] | null;
            subject?: string | null;
            /** Format: int64 */
            value_minor?: number | null;
        };
        ActivityPut: components["schemas"]["AboutPut"] & {
            /** Format: date-time */
            due_at?: string | null;
            /** Format: int32 */
            duration_min?: number | null;
            /** Format: date-time */
            ended_at?: string | null;
            /** Format: uuid */
            id: string;
            item?: string | null;
            kind: components["schemas"]["Kind"];
            note?: string | null;
            /** Format: uuid */
            occasion_id?: string | null;
            outcome?: string | null;
            /** Format: int32 */
            quantity?: number | null;
            reason?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            state?: components["schemas"]["ActivityState"] | null;
            subject: string;
            /** Format: int64 */
            value_minor?: number | null;
        };
        ActivityRow: {
            at: components["schemas"]["Instant"];
            /** Format: int32 */
            contact_id?: number | null;
            contact_name?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            /** Format: date */
            date: string;
            doubt?: string | null;
            due_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            duration_min?: number | null;
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            item?: string | null;
            kind: string;
            note?: string | null;
            /** Format: uuid */
            occasion_id?: string | null;
            occasion_name?: string | null;
            /** Format: int32 */
            occasion_year?: number | null;
            outcome?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            /** Format: int32 */
            quantity?: number | null;
            reason?: string | null;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            state: string;
            subject: string;
            /** Format: int64 */
            value_minor?: number | null;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
            way?: string | null;
        };
        /** @enum {string} */
        ActivityState: "planned" | "held" | "not_held" | "withdrawn";
        AdjustmentView: {
            booked: boolean;
            causes: Record<string, never>;
            /** Format: int64 */
            denominator?: number | null;
            kpi: string;
            /** Format: int64 */
            numerator: number;
            of_month: string;
            org_unit?: components["schemas"]["Named"] | null;
            rep?: components["schemas"]["Named"] | null;
        };
        Ageing: {
            /** Format: int64 */
            days_1_30_minor: number;
            /** Format: int64 */
            days_31_60_minor: number;
            /** Format: int64 */
            days_61_90_minor: number;
            /** Format: int64 */
            not_due_minor: number;
            /** Format: int64 */
            over_90_minor: number;
        };
        AlertOptions: {
            channels: components["schemas"]["ChannelView"][];
            kinds: string[];
            severities: ("info" | "warning" | "critical")[];
            time_zone: string;
        };
        /** @enum {string} */
        Answer: "none" | "accepted" | "tentative" | "declined";
        AnswerPut: {
            answer: components["schemas"]["Answer"];
            /** Format: int32 */
            contact_id?: number | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            user_id?: number | null;
        };
        AnswerView: {
            chosen: components["schemas"]["FormWords"][];
            /** Format: int32 */
            earned: number;
            photos: string[];
            /** Format: int32 */
            possible: number;
            product_code?: string | null;
            product_name?: string | null;
            question: string;
            text: components["schemas"]["FormWords"];
            unit?: string | null;
            value: unknown;
        };
        ApiToken: {
            created_at: components["schemas"]["Instant"];
            expires_at?: components["schemas"]["Instant"] | null;
            id: string;
            name: string;
            read_only: boolean;
            revoked_at?: components["schemas"]["Instant"] | null;
            rights?: string[] | null;
        };
        AppealPut: {
            reason: string;
        };
        AppealView: {
            at: components["schemas"]["Instant"];
            open: boolean;
            reason: string;
        };
        AppField: {
            name: string;
            value: string;
        };
        Applied: {
            condition: components["schemas"]["Condition"];
            limited: boolean;
            /** Format: int32 */
            scheme: number;
            /** Format: int32 */
            scheme_version: number;
            /** Format: int64 */
            times: number;
            units: components["schemas"]["Units"][];
            /** Format: int64 */
            value_minor: number;
        };
        Appointment: {
            address?: string | null;
            attendees: components["schemas"]["Attendee"][];
            /** Format: int32 */
            contact_id?: number | null;
            contact_name?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            /** Format: date */
            date: string;
            ends_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            note?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            priority: string;
            reason?: string | null;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            starts_at: components["schemas"]["Instant"];
            state: string;
            subject: string;
            updated_at: components["schemas"]["Instant"];
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        AppointmentChange: {
            attendees?: components["schemas"]["AttendeePut"][] | null;
            /** Format: date-time */
            ends_at?: string | null;
            note?: string | null;
            priority?: components["schemas"]["Priority"] | null;
            reason?: string | null;
            /** Format: date-time */
            starts_at?: string | null;
            state?: components["schemas"]["AppointmentState"] | null;
            subject?: string | null;
        };
        AppointmentPut: components["schemas"]["AboutPut"] & {
            attendees?: components["schemas"]["AttendeePut"][];
            /** Format: date-time */
            ends_at: string;
            /** Format: uuid */
            id: string;
            note?: string | null;
            priority?: components["schemas"]["Priority"];
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: date-time */
            starts_at: string;
            subject: string;
        };
        /** @enum {string} */
        AppointmentState: "planned" | "held" | "not_held" | "cancelled";
        ApprovalPut: {
            /** Format: date */
            effective_from?: string | null;
            reason?: string | null;
        };
        AppSetup: {
            app: components["schemas"]["PhoneApp"];
            /** Format: int32 */
            device_id: number;
            fields: components["schemas"]["AppField"][];
            link?: string | null;
        };
        AppSetupPut: {
            app: components["schemas"]["PhoneApp"];
        };
        AssignFileAnswer: {
            dry_run: boolean;
            faults: components["schemas"]["Fault"][];
            refused: number;
            rows: number;
        };
        Assignment: {
            class: string;
            from_rep_code?: string | null;
            /** Format: int32 */
            from_rep_id?: number | null;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            locked: boolean;
            /** Format: int32 */
            missing_visits: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            sequence?: number | null;
            /** Format: int32 */
            slots: number;
            unserved?: string | null;
            /** Format: int64 */
            value_minor: number;
            /** Format: int32 */
            visits: number;
            why?: string | null;
        };
        Attachment: {
            /** Format: int64 */
            bytes: number;
            name: string;
        };
        Attendee: {
            answer: components["schemas"]["Answer"];
            /** Format: int32 */
            contact_id?: number | null;
            email?: string | null;
            name: string;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            user_id?: number | null;
        };
        AttendeePut: {
            answer?: components["schemas"]["Answer"];
            /** Format: int32 */
            contact_id?: number | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            user_id?: number | null;
        };
        Audience: {
            areas?: number[];
            cash_only?: boolean;
            channels?: string[];
            classes?: string[];
            customers?: number[];
        };
        AuditEntry: {
            action: string;
            detail: Record<string, never>;
            /** Format: int64 */
            id: number;
            login?: string | null;
            recorded_at: components["schemas"]["Instant"];
            subject: string;
            /** Format: int32 */
            user_id?: number | null;
        };
        AuditScoreList: {
            items: components["schemas"]["AuditScores"][];
        };
        AuditScores: {
            /** Format: int64 */
            audits: number;
            /** Format: int64 */
            compliant: number;
            /** Format: int64 */
            earned: number;
            form_code: string;
            form_name: components["schemas"]["FormWords"];
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            /** Format: int64 */
            outlets: number;
            /** Format: int64 */
            possible: number;
        };
        BasemapView: {
            attribution: string;
            bounds?: number[] | null;
            center: number[];
            kind: string;
            /** Format: int32 */
            max_zoom?: number | null;
            /** Format: int32 */
            min_zoom?: number | null;
            style_url?: string | null;
            /** Format: double */
            zoom: number;
        };
        Batch_ContactPut: {
            items: {
                active?: boolean | null;
                /** Format: date */
                birthday?: string | null;
                code?: string;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                email?: string | null;
                name?: string | null;
                note?: string | null;
                opted_out?: components["schemas"]["ContactChannel"][] | null;
                phone?: string | null;
                role?: components["schemas"]["ContactRole"] | null;
                title?: string | null;
            }[];
        };
        Batch_ContractPut: {
            items: {
                /** Format: int64 */
                amount_minor?: number | null;
                cancel_reason?: string | null;
                /** Format: date */
                cancelled_on?: string | null;
                code?: string;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                note?: string | null;
                /** Format: int32 */
                notice_days?: number | null;
                /** Format: date */
                signed_on?: string | null;
                title?: string | null;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
            }[];
        };
        Batch_CustomerPut: {
            items: {
                active?: boolean | null;
                code?: string;
                industry?: string | null;
                name?: string | null;
                org_unit_code?: string | null;
                /** Format: int32 */
                org_unit_id?: number | null;
                phone?: string | null;
                /** Format: date */
                since?: string | null;
            }[];
        };
        Batch_DevicePut: {
            items: {
                can_declare?: boolean | null;
                grade?: string | null;
                label?: string;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
            }[];
        };
        Batch_DocumentPut: {
            items: {
                /** Format: date */
                cancelled_on?: string | null;
                code?: string;
                contract_code?: string | null;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: date */
                issued_on?: string | null;
                kind?: components["schemas"]["DocumentKind"] | null;
                link?: string | null;
                /** Format: int32 */
                notice_days?: number | null;
                reference?: string | null;
                title?: string | null;
                /** Format: date */
                valid_to?: string | null;
            }[];
        };
        Batch_FormPut: {
            items: {
                active?: boolean | null;
                audience?: components["schemas"]["OutletAudience"] | null;
                code?: string;
                kind?: components["schemas"]["FormKind"] | null;
                name?: components["schemas"]["FormWords"] | null;
                questions?: components["schemas"]["FormQuestion"][] | null;
                required?: boolean | null;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
            }[];
        };
        Batch_MustSellListPut: {
            items: {
                active?: boolean | null;
                audience?: components["schemas"]["OutletAudience"] | null;
                code?: string;
                name?: string | null;
                product_codes?: string[] | null;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
            }[];
        };
        Batch_OrgUnitPut: {
            items: {
                code?: string;
                kind?: string | null;
                name?: string | null;
                parent_code?: string | null;
                /** Format: int32 */
                parent_id?: number | null;
            }[];
        };
        Batch_OutletPut: {
            items: {
                address?: string | null;
                channel?: string | null;
                class?: string | null;
                closed_at?: string | null;
                code?: string;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: double */
                lat?: number | null;
                /** Format: double */
                lng?: number | null;
                name?: string | null;
                org_unit_code?: string | null;
                /** Format: int32 */
                org_unit_id?: number | null;
                phone?: string | null;
                polygon?: Record<string, never> | null;
                /** Format: int32 */
                radius_m?: number | null;
                /** Format: date */
                valid_from?: string | null;
            }[];
        };
        Batch_PartnerPut: {
            items: {
                active?: boolean | null;
                code?: string;
                customer_code?: string | null;
                kind?: string | null;
                name?: string | null;
                parent_code?: string | null;
            }[];
        };
        Batch_PriceListPut: {
            items: {
                active?: boolean | null;
                code?: string;
                customer_code?: string | null;
                name?: string | null;
                outlet_class?: string | null;
                partner_code?: string | null;
                prices?: components["schemas"]["PricePut"][];
                tax_included?: boolean | null;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
            }[];
        };
        Batch_ProductPut: {
            items: {
                active?: boolean | null;
                category?: string | null;
                code?: string;
                name?: string | null;
                /** Format: int32 */
                tax_bp?: number | null;
                units?: {
                    [key: string]: number;
                } | null;
            }[];
        };
        Batch_RepPut: {
            items: {
                active?: boolean | null;
                code?: string;
                login?: string | null;
                name?: string | null;
                org_unit_code?: string | null;
                /** Format: int32 */
                org_unit_id?: number | null;
                phone?: string | null;
                /** Format: date */
                valid_from?: string | null;
            }[];
        };
        Batch_RoutePut: {
            items: {
                code?: string;
                name?: string | null;
                org_unit_code?: string | null;
                /** Format: int32 */
                org_unit_id?: number | null;
                outlets?: components["schemas"]["RouteOutletPut"][] | null;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                /** Format: date */
                valid_from?: string | null;
            }[];
        };
        Batch_ScenarioOutletPut: {
            items: {
                locked?: boolean | null;
                outlet_code?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                /** Format: int32 */
                service_minutes?: number | null;
                /** Format: int32 */
                visits?: number | null;
                window?: string[] | null;
            }[];
        };
        Batch_ScenarioRepPut: {
            items: {
                /** Format: int32 */
                calls_max?: number | null;
                classes?: string[] | null;
                /** Format: int32 */
                days_a_week?: number | null;
                /** Format: double */
                home_lat?: number | null;
                /** Format: double */
                home_lng?: number | null;
                hours?: string[] | null;
                /** Format: int32 */
                rep_id: number;
            }[];
        };
        Batch_SchemePut: {
            items: {
                active?: boolean | null;
                audience?: components["schemas"]["Audience"] | null;
                /** Format: int64 */
                budget_minor?: number | null;
                code?: string;
                name?: string | null;
                /** Format: int64 */
                outlet_cap_minor?: number | null;
                /** Format: int32 */
                priority?: number | null;
                products?: components["schemas"]["Selector"] | null;
                rule?: components["schemas"]["SchemeRule"] | null;
                /** Format: int32 */
                stack_group?: number | null;
                stackable?: boolean | null;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
            }[];
        };
        Batch_SegmentPut: {
            items: {
                active?: boolean | null;
                code?: string;
                name?: string | null;
                rule?: components["schemas"]["SegmentRule"] | null;
            }[];
        };
        Batch_StockLocationPut: {
            items: {
                active?: boolean | null;
                code?: string;
                is_default?: boolean | null;
                kind?: components["schemas"]["LocationKind"] | null;
                name?: string | null;
                partner_code?: string | null;
                rep_code?: string | null;
            }[];
        };
        Batch_TargetPut: {
            items: {
                measure: components["schemas"]["TargetMeasure"];
                /** Format: date */
                month: string;
                org_unit_code?: string | null;
                rep_code?: string | null;
                /** Format: int64 */
                value?: number | null;
            }[];
        };
        Batch_TerritoryPut: {
            items: {
                code?: string;
                name?: string | null;
                org_unit_code?: string | null;
                /** Format: int32 */
                org_unit_id?: number | null;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                shape?: Record<string, never> | null;
            }[];
        };
        BatchAnswer: {
            results: components["schemas"]["RowResult"][];
        };
        BatchItem: {
            /** @enum {string} */
            decision: "valid" | "invalid" | "withdrawn";
            reason: string;
        } & {
            /** Format: uuid */
            visit_id: string;
        };
        BatteryView: {
            at: components["schemas"]["Instant"];
            charging?: boolean | null;
            /** Format: int32 */
            pct?: number | null;
        };
        BehindView: {
            /** Format: int64 */
            amount: number;
            /** Format: date */
            date?: string | null;
            kind: string;
            /** Format: uuid */
            order_id?: string | null;
            outlet?: components["schemas"]["Named"] | null;
            rep?: components["schemas"]["Named"] | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        Benefit: {
            /** Format: int32 */
            basis_points: number;
            /** @enum {string} */
            type: "percent";
        } | {
            /** Format: int64 */
            minor: number;
            /** @enum {string} */
            type: "amount";
        } | {
            product: components["schemas"]["i32"];
            /** Format: int64 */
            quantity_milli: number;
            /** @enum {string} */
            type: "free";
            unit: string;
        };
        /** @enum {string} */
        Better: "higher" | "lower" | "neither";
        /** @enum {string} */
        Billing: "not_billed" | "partly_billed" | "fully_billed";
        BoardRep: {
            activity: string;
            /** Format: int64 */
            backlog: number;
            /** Format: int32 */
            battery_pct?: number | null;
            code: string;
            device_last_seen_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            distance_m: number;
            first_check_in_at?: components["schemas"]["Instant"] | null;
            flags: string[];
            /** Format: int32 */
            id: number;
            last_check_in_at?: components["schemas"]["Instant"] | null;
            last_fix_at?: components["schemas"]["Instant"] | null;
            name: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            /** Format: int64 */
            planned: number;
            position?: components["schemas"]["PositionView"] | null;
            started: boolean;
            /** Format: int64 */
            visited: number;
        };
        CalendarFeed: {
            created_at: components["schemas"]["Instant"];
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            org_unit_name?: string | null;
            /** Format: date */
            read_on?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
        };
        CalendarFeedIssued: {
            /** Format: int32 */
            id: number;
            path: string;
        };
        CalendarFeedPut: {
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            /** Format: int32 */
            rep_id?: number | null;
        };
        CalendarFeeds: {
            items: components["schemas"]["CalendarFeed"][];
        };
        CallPut: {
            answered: boolean;
            /** Format: date-time */
            began_at: string;
            /** Format: int32 */
            duration_s: number;
            /** Format: uuid */
            id: string;
            note?: string | null;
            number: string;
            rep_code: string;
        };
        Campaign: {
            approved_at?: components["schemas"]["Instant"] | null;
            approved_by?: string | null;
            body: string;
            channel: string;
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            failed: number;
            /** Format: uuid */
            id: string;
            language: string;
            made_at: components["schemas"]["Instant"];
            /** Format: int64 */
            messages: number;
            name: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            /** Format: int32 */
            segment_id: number;
            segment_name: string;
            /** Format: int64 */
            sent: number;
            state: string;
            subject?: string | null;
            /** Format: int32 */
            told_days: number;
            /** Format: int32 */
            version: number;
            written_by: string;
            /** Format: int32 */
            written_by_id: number;
        };
        CampaignAct: {
            action: components["schemas"]["CampaignDeed"];
        };
        CampaignChange: {
            body?: string | null;
            language?: string | null;
            name?: string | null;
            /** Format: int32 */
            segment_id?: number | null;
            subject?: string | null;
            /** Format: int32 */
            told_days?: number | null;
        };
        /** @enum {string} */
        CampaignChannel: "email" | "sms" | "zalo";
        /** @enum {string} */
        CampaignDeed: "submit" | "withdraw" | "approve" | "stop";
        CampaignPreview: {
            configured: boolean;
            counts: components["schemas"]["RecipientCount"][];
            people_max: number;
            truncated: boolean;
        };
        CampaignPut: {
            body: string;
            channel: components["schemas"]["CampaignChannel"];
            /** Format: uuid */
            id: string;
            language: string;
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            /** Format: int32 */
            segment_id: number;
            subject?: string | null;
            /** Format: int32 */
            told_days?: number | null;
        };
        /** @enum {string} */
        CampaignState: "draft" | "submitted" | "sending" | "stopped" | "done";
        Case: components["schemas"]["CaseRow"] & {
            breached: boolean;
            response: components["schemas"]["Deadline"];
            settlement: components["schemas"]["Deadline"];
        };
        CaseChange: {
            note?: string | null;
            priority?: components["schemas"]["Priority"] | null;
            /** Format: int32 */
            rep_id?: number | null;
            resolution?: string | null;
            responded?: boolean | null;
            state?: components["schemas"]["CaseState"] | null;
        };
        CaseDeadline: {
            /** Format: int32 */
            first_response_min: number;
            priority: string;
            /** Format: int32 */
            resolution_min: number;
            /** Format: int32 */
            version: number;
        };
        CaseDeadlinePut: {
            /** Format: int32 */
            first_response_min: number;
            /** Format: int32 */
            resolution_min: number;
        };
        CaseDeadlines: {
            items: components["schemas"]["CaseDeadline"][];
        };
        CasePut: components["schemas"]["AboutPut"] & {
            /** Format: uuid */
            id: string;
            note?: string | null;
            priority?: components["schemas"]["Priority"];
            /** Format: int32 */
            rep_id?: number | null;
            subject: string;
        };
        CaseRow: {
            closed_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            contact_id?: number | null;
            contact_name?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            /** Format: uuid */
            id: string;
            note?: string | null;
            opened_at: components["schemas"]["Instant"];
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            priority: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            resolution?: string | null;
            resolve_by: components["schemas"]["Instant"];
            resolved_at?: components["schemas"]["Instant"] | null;
            respond_by: components["schemas"]["Instant"];
            responded_at?: components["schemas"]["Instant"] | null;
            state: string;
            steps: components["schemas"]["CaseStep"][];
            subject: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        /** @enum {string} */
        CaseState: "open" | "in_progress" | "waiting" | "resolved" | "closed";
        CaseStep: {
            at: components["schemas"]["Instant"];
            by?: string | null;
            handed_to?: string | null;
            note?: string | null;
            resolution?: string | null;
            state: string;
        };
        ChannelView: {
            available: boolean;
            /** @enum {string} */
            channel: "webhook" | "email" | "push";
            code?: string | null;
        };
        Checked: {
            /** Format: int64 */
            area_m2: number;
            code: string;
            /** Format: int64 */
            compactness_permille: number;
            holes: components["schemas"]["Hole"][];
            /** Format: int32 */
            id: number;
            name: string;
            outlets: number;
            parts: number;
            rep_code?: string | null;
        };
        CheckPut: {
            ids?: number[] | null;
        };
        Claim: {
            /** Format: int64 */
            approved_minor?: number | null;
            checked_by?: string | null;
            /** Format: int32 */
            checked_by_id?: number | null;
            /** Format: int64 */
            claimed_minor: number;
            credit?: components["schemas"]["CreditNote"] | null;
            currency: string;
            /** Format: date */
            date: string;
            decided_by?: string | null;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["ClaimLine"][];
            made_at: components["schemas"]["Instant"];
            made_by: string;
            /** Format: int32 */
            org_unit_id: number;
            partner_code: string;
            /** Format: int32 */
            partner_customer_id?: number | null;
            /** Format: int32 */
            partner_id: number;
            partner_name: string;
            reason?: string | null;
            reference?: string | null;
            state: string;
            title: string;
            /** Format: int32 */
            version: number;
        };
        ClaimAction: {
            /** Format: int64 */
            approved_minor?: number | null;
            deed: components["schemas"]["ClaimDeed"];
            reason?: string | null;
            reference?: string | null;
        };
        /** @enum {string} */
        ClaimDeed: "submit" | "check" | "approve" | "reject" | "settle";
        ClaimLine: {
            /** Format: int64 */
            amount_minor: number;
            /** Format: uuid */
            display_id?: string | null;
            /** Format: uuid */
            order_id?: string | null;
            /** Format: uuid */
            photo_id?: string | null;
            /** Format: uuid */
            visit_id?: string | null;
            what: string;
        };
        ClaimPut: {
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["ClaimLine"][];
            partner_code: string;
            title: string;
        };
        ClaimStep: {
            at: components["schemas"]["Instant"];
            by: string;
            deed: string;
            reason?: string | null;
            state: string;
        };
        ClaimWhole: {
            /** Format: int64 */
            approved_minor?: number | null;
            checked_by?: string | null;
            /** Format: int32 */
            checked_by_id?: number | null;
            /** Format: int64 */
            claimed_minor: number;
            credit?: components["schemas"]["CreditNote"] | null;
            currency: string;
            /** Format: date */
            date: string;
            decided_by?: string | null;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["ClaimLine"][];
            made_at: components["schemas"]["Instant"];
            made_by: string;
            /** Format: int32 */
            org_unit_id: number;
            partner_code: string;
            /** Format: int32 */
            partner_customer_id?: number | null;
            /** Format: int32 */
            partner_id: number;
            partner_name: string;
            reason?: string | null;
            reference?: string | null;
            state: string;
            title: string;
            /** Format: int32 */
            version: number;
        } & {
            steps: components["schemas"]["ClaimStep"][];
        };
        CloseAnswer: components["schemas"]["PeriodView"] & {
            adjustments: number;
            dry_run: boolean;
            figures: number;
            /** Format: int64 */
            pending_reviews: number;
            reps: number;
            /** Format: int64 */
            unsettled_days: number;
            /** Format: int64 */
            unsynced_days: number;
        };
        ClosedFigures: {
            kpis: {
                [key: string]: components["schemas"]["KpiCell"];
            };
            org_unit?: components["schemas"]["Named"] | null;
            rep?: components["schemas"]["Named"] | null;
        };
        ClosurePut: {
            /** Format: date */
            effective_from?: string | null;
            reason: string;
        };
        ClosuresSuggested: {
            /** Format: int64 */
            dormant_days: number;
            items: components["schemas"]["ClosureSuggestion"][];
        };
        ClosureSuggestion: {
            address?: string | null;
            known_since?: components["schemas"]["Instant"] | null;
            last_order_at?: components["schemas"]["Instant"] | null;
            last_report_at?: components["schemas"]["Instant"] | null;
            last_visit_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int64 */
            reports: number;
            routes: string[];
            why: string;
        };
        Collection: {
            /** Format: int32 */
            account_id: number;
            /** Format: int64 */
            amount_minor: number;
            collected_at: components["schemas"]["Instant"];
            currency: string;
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: date */
            date: string;
            erp?: components["schemas"]["ErpSeen"] | null;
            /** Format: uuid */
            id: string;
            method: string;
            note?: string | null;
            /** Format: int64 */
            on_account_minor: number;
            /** Format: int32 */
            outlet_id?: number | null;
            reason?: string | null;
            reference?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            settled: components["schemas"]["InvoicePart"][];
            /** Format: uuid */
            settlement_id?: string | null;
            state: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
            wanted: components["schemas"]["InvoicePart"][];
        };
        CollectionAction: {
            invoices?: components["schemas"]["InvoicePart"][];
            reason?: string | null;
        };
        CollectionPut: {
            /** Format: int64 */
            amount_minor: number;
            /** Format: uuid */
            id: string;
            invoices?: components["schemas"]["InvoicePart"][];
            /** @enum {string} */
            method: "cash" | "transfer" | "cheque";
            note?: string | null;
            /** Format: int32 */
            outlet_id: number;
            reference?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        ComboPart: {
            product: components["schemas"]["i32"];
            /** Format: int64 */
            quantity_milli: number;
        };
        CommissionBand: {
            /** Format: int32 */
            basis_points: number;
            /** Format: int64 */
            earned_minor: number;
            /** Format: int64 */
            from_minor: number;
            /** Format: int64 */
            to_minor: number;
        };
        CommissionDocument: {
            /** Format: int32 */
            account_id?: number | null;
            customer_name?: string | null;
            /** Format: date */
            date: string;
            /** Format: uuid */
            document_id: string;
            kind: string;
            /** Format: int64 */
            minor: number;
            number?: string | null;
            /** Format: uuid */
            order_id?: string | null;
        };
        CommissionPlan: {
            basis: string;
            code: string;
            created_at: components["schemas"]["Instant"];
            cumulative: boolean;
            /** Format: int32 */
            least_compliance_pct?: number | null;
            name: string;
            tiers: components["schemas"]["CommissionTier"][];
            /** Format: int32 */
            version: number;
        };
        CommissionPlanPut: {
            /** @enum {string} */
            basis: "collected" | "billed";
            cumulative: boolean;
            /** Format: int32 */
            least_compliance_pct?: number | null;
            name: string;
            tiers: components["schemas"]["CommissionTier"][];
        };
        CommissionPlans: {
            items: components["schemas"]["CommissionPlan"][];
        };
        CommissionPut: {
            dry_run?: boolean;
            /** Format: date */
            month: string;
            plan_code: string;
            /** Format: int32 */
            rep_id?: number | null;
        };
        CommissionsMade: {
            dry_run: boolean;
            items: components["schemas"]["CommissionStatement"][];
        };
        CommissionStatement: {
            bands: components["schemas"]["CommissionBand"][];
            /** Format: int32 */
            calls_due?: number | null;
            /** Format: int32 */
            calls_made?: number | null;
            created_at: components["schemas"]["Instant"];
            currency: string;
            /** Format: int64 */
            earned_minor: number;
            /** Format: uuid */
            id: string;
            /** Format: date */
            month: string;
            plan_code: string;
            /** Format: int32 */
            plan_version: number;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: int64 */
            value_minor: number;
        };
        CommissionTier: {
            /** Format: int32 */
            basis_points: number;
            /** Format: int64 */
            from_minor: number;
        };
        CommissionWhole: components["schemas"]["CommissionStatement"] & {
            documents: components["schemas"]["CommissionDocument"][];
        };
        CommitAsk: {
            skip_bad_rows?: boolean | null;
        };
        Company: {
            currency: string;
            /** Format: int32 */
            day_start_min: number;
            language: string;
            name: string;
            time_zone: string;
        };
        Compared: {
            figure: components["schemas"]["Figure"];
            /** Format: int64 */
            threshold: number;
            /** Format: int64 */
            value: number;
        };
        Comparison: {
            a: components["schemas"]["Solution"];
            b: components["schemas"]["Solution"];
            /** Format: int64 */
            different: number;
            outlets: components["schemas"]["SolutionDifference"][];
        };
        CompetitorObservation: {
            brand: string;
            category?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            date: string;
            /** Format: int32 */
            facings?: number | null;
            /** Format: uuid */
            id: string;
            note?: string | null;
            observed_at: components["schemas"]["Instant"];
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int64 */
            price_minor?: number | null;
            product?: string | null;
            promotion?: string | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: uuid */
            visit_id?: string | null;
        };
        Completion: {
            /** Format: int32 */
            due: number;
            /** Format: int32 */
            in_time: number;
            /** Format: int32 */
            late: number;
            /** Format: int32 */
            not_held: number;
            /** Format: int32 */
            open: number;
            /** Format: int32 */
            overdue: number;
            /** Format: int32 */
            unplanned: number;
        };
        Completions: {
            /** Format: date */
            from: string;
            items: components["schemas"]["RepCompletion"][];
            /** Format: date */
            to: string;
            truncated: boolean;
        };
        Condition: {
            /** Format: int64 */
            at_least_milli: number;
            /** Format: int64 */
            counted_milli: number;
            /** @enum {string} */
            type: "quantity";
        } | {
            /** Format: int64 */
            at_least_minor: number;
            /** Format: int64 */
            counted_minor: number;
            /** @enum {string} */
            type: "value";
        } | {
            /** Format: int64 */
            counted: number;
            /** @enum {string} */
            type: "sets";
        };
        ConfirmAnswer: {
            results: components["schemas"]["ConfirmResult"][];
        };
        ConfirmBatch: {
            ids: string[];
        };
        ConfirmResult: {
            error?: string | null;
            holds: components["schemas"]["Hold"][];
            /** Format: uuid */
            id: string;
            state?: string | null;
        };
        ConsentCounts: {
            /** Format: int64 */
            declined: number;
            /** Format: int64 */
            given: number;
            /** Format: int64 */
            given_before: number;
            /** Format: int64 */
            unanswered: number;
            /** Format: int64 */
            withdrawn: number;
        };
        /** @enum {string} */
        ConsentStanding: "given" | "declined" | "withdrawn" | "unanswered";
        ConsentSummary: {
            counts: components["schemas"]["ConsentCounts"];
            policy: string;
            /** Format: int32 */
            version?: number | null;
        };
        Contact: {
            active: boolean;
            /** Format: date */
            birthday?: string | null;
            code: string;
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            email?: string | null;
            /** Format: int32 */
            id: number;
            name: string;
            note?: string | null;
            opted_out: string[];
            phone?: string | null;
            role: string;
            title?: string | null;
            /** Format: int32 */
            version: number;
        };
        /** @enum {string} */
        ContactChannel: "call" | "email" | "sms" | "zalo";
        ContactPut: {
            active?: boolean | null;
            /** Format: date */
            birthday?: string | null;
            code?: string;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            email?: string | null;
            name?: string | null;
            note?: string | null;
            opted_out?: components["schemas"]["ContactChannel"][] | null;
            phone?: string | null;
            role?: components["schemas"]["ContactRole"] | null;
            title?: string | null;
        };
        /** @enum {string} */
        ContactRole: "decision_maker" | "evaluator" | "influencer";
        Contract: components["schemas"]["ContractRow"] & {
            validity: components["schemas"]["Validity"];
        };
        ContractPut: {
            /** Format: int64 */
            amount_minor?: number | null;
            cancel_reason?: string | null;
            /** Format: date */
            cancelled_on?: string | null;
            code?: string;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            note?: string | null;
            /** Format: int32 */
            notice_days?: number | null;
            /** Format: date */
            signed_on?: string | null;
            title?: string | null;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
        };
        ContractRow: {
            /** Format: int64 */
            amount_minor?: number | null;
            cancel_reason?: string | null;
            /** Format: date */
            cancelled_on?: string | null;
            code: string;
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: int32 */
            id: number;
            note?: string | null;
            /** Format: int32 */
            notice_days: number;
            /** Format: date */
            signed_on?: string | null;
            title: string;
            /** Format: date */
            valid_from: string;
            /** Format: date */
            valid_to?: string | null;
            /** Format: int32 */
            version: number;
        };
        CorrectionPut: {
            /** Format: int32 */
            break_s?: number | null;
            /** Format: date-time */
            ended_at?: string | null;
            reason: string;
            /** Format: date-time */
            started_at?: string | null;
            withdraw?: boolean;
        };
        Count: {
            /** Format: int64 */
            counted_cash_minor: number;
            variance_reason?: string | null;
        };
        Counted: {
            /** Format: int64 */
            milli: number;
            /** Format: int32 */
            product_id: number;
        };
        Coverage: {
            /** Format: int64 */
            counted: number;
            facings_share: components["schemas"]["CoveragePart"];
            must_sell: components["schemas"]["CoveragePart"];
            nd: components["schemas"]["CoveragePart"];
            oos: components["schemas"]["CoveragePart"];
            purchase_nd: components["schemas"]["CoveragePart"];
            purchase_wd: components["schemas"]["CoveragePart"];
            sales_share: components["schemas"]["CoveragePart"];
            stock_nd: components["schemas"]["CoveragePart"];
            stock_wd: components["schemas"]["CoveragePart"];
            wd: components["schemas"]["CoveragePart"];
        };
        CoverageCell: {
            /** Format: int64 */
            assigned: number;
            boundary: number[][];
            cell: string;
            /** Format: int64 */
            planned: number;
            /** Format: int64 */
            planned_visited: number;
            /** Format: int64 */
            sales_minor: number;
            /** Format: int64 */
            visited: number;
        };
        CoverageMap: {
            items: components["schemas"]["CoverageCell"][];
            /** Format: int32 */
            resolution: number;
            /** Format: int64 */
            without_pin: number;
        };
        CoverageOutlet: {
            /** Format: date */
            bought_on?: string | null;
            /** Format: int64 */
            category_facings: number;
            /** Format: int64 */
            category_minor: number;
            channel?: string | null;
            class: string;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int64 */
            facings: number;
            in_stock?: boolean | null;
            must_sell: boolean;
            observed_at?: components["schemas"]["Instant"] | null;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int64 */
            sales_minor: number;
            was_in_stock: boolean;
        };
        CoveragePart: {
            /** Format: int64 */
            bp?: number | null;
            /** Format: int64 */
            denominator: number;
            /** Format: int64 */
            numerator: number;
        };
        CoverageReport: {
            by: string;
            rows: components["schemas"]["CoverageRow"][];
            truncated: boolean;
            universe: components["schemas"]["Universe"];
        };
        CoverageRow: components["schemas"]["Coverage"] & {
            category?: string | null;
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int64 */
            universe: number;
        };
        CreditAccount: {
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: int64 */
            exposure_minor: number;
            /** Format: int32 */
            id: number;
            /** Format: int64 */
            ledger_minor: number;
            /** Format: int64 */
            limit_minor?: number | null;
            /** Format: date */
            oldest_due?: string | null;
            /** Format: int32 */
            overdue_days?: number | null;
            partner_code?: string | null;
            /** Format: int32 */
            partner_id?: number | null;
            /** Format: int32 */
            terms_days: number;
            /** Format: int64 */
            unbilled_minor: number;
            /** Format: int64 */
            unconfirmed_minor: number;
            /** Format: int32 */
            version: number;
        };
        CreditAccountPut: {
            /** Format: int64 */
            limit_minor?: number | null;
            /** Format: int32 */
            overdue_days?: number | null;
            /** Format: int32 */
            terms_days?: number | null;
        };
        CreditNote: {
            /** Format: int32 */
            account_id: number;
            /** Format: int64 */
            amount_minor: number;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: date */
            date: string;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            on_account_minor: number;
        };
        Customer: {
            active: boolean;
            code: string;
            /** Format: int32 */
            id: number;
            industry?: string | null;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            phone?: string | null;
            /** Format: date */
            since?: string | null;
            /** Format: int32 */
            version: number;
        };
        CustomerCare: {
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: int64 */
            doubtful: number;
            /** Format: int64 */
            given_bp?: number | null;
            /** Format: int64 */
            given_minor: number;
            /** Format: int64 */
            held: number;
            /** Format: int64 */
            net_sales_minor: number;
            /** Format: int64 */
            not_held: number;
            /** Format: int64 */
            planned: number;
            /** Format: int32 */
            year: number;
        };
        CustomerPut: {
            active?: boolean | null;
            code?: string;
            industry?: string | null;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            phone?: string | null;
            /** Format: date */
            since?: string | null;
        };
        DataDeed: {
            action: string;
            /** Format: int64 */
            count: number;
            last_at?: components["schemas"]["Instant"] | null;
        };
        DataRecipient: {
            /** Format: int64 */
            count: number;
            host?: string | null;
            way: string;
        };
        DayPlanView: {
            frozen_at?: components["schemas"]["Instant"] | null;
            stops: components["schemas"]["DayStop"][];
        };
        DayRep: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            phone?: string | null;
        };
        DaySealView: {
            chain_head: string;
            known_at: components["schemas"]["Instant"];
            /** Format: int32 */
            revision: number;
            /** Format: int32 */
            rule_version: number;
            seal: string;
            sealed_at: components["schemas"]["Instant"];
        };
        DayStop: components["schemas"]["PlanStop"] & {
            reason?: string | null;
            /** Format: date */
            rescheduled_to?: string | null;
            said?: components["schemas"]["StopSaidView"] | null;
            state: string;
            /** Format: uuid */
            visit_id?: string | null;
        };
        DayView: {
            absence?: string | null;
            auto_ended: boolean;
            corrections: components["schemas"]["TimeCorrection"][];
            /** Format: date */
            date: string;
            /** Format: double */
            distance_m: number;
            first_call_at?: components["schemas"]["Instant"] | null;
            holds?: components["schemas"]["WorkedView"] | null;
            holiday?: string | null;
            /** Format: double */
            idle_s: number;
            /** Format: double */
            in_store_s: number;
            last_call_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            late_start_s?: number | null;
            measured?: components["schemas"]["WorkedView"] | null;
            planned: boolean;
            running: boolean;
            /** Format: double */
            travel_s: number;
            /** Format: double */
            unobserved_s: number;
        };
        /** @enum {string} */
        Deadline: "ahead" | "near" | "kept" | "breached";
        DecisionPut: {
            decision: components["schemas"]["QuarantineDecision"];
        };
        DefinitionView: {
            better: components["schemas"]["Better"];
            code: string;
            formula: Record<string, never>;
            has_denominator: boolean;
            name: Record<string, never>;
            rows: string;
            unit: components["schemas"]["Unit"];
        };
        Delivery: {
            delivered_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["DeliveryLine"][];
            note?: string | null;
            /** Format: uuid */
            order_id: string;
            receiver?: string | null;
            /** Format: int64 */
            value_minor: number;
        };
        DeliveryLine: {
            /** Format: int32 */
            line: number;
            /** Format: int64 */
            quantity_milli: number;
            /** Format: int64 */
            value_minor: number;
        };
        DeliveryPut: {
            /** Format: date-time */
            delivered_at?: string | null;
            /** Format: uuid */
            id: string;
            lines?: components["schemas"]["LinePart"][] | null;
            note?: string | null;
            receiver?: string | null;
        };
        DeliveryView: {
            /** Format: int32 */
            attempts: number;
            created_at: components["schemas"]["Instant"];
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            events: number;
            /** Format: uuid */
            id: string;
            is_test: boolean;
            kinds: string[];
            last_error?: string | null;
            next_at?: components["schemas"]["Instant"] | null;
            state: string;
            urgent: boolean;
        };
        Departure: {
            done?: components["schemas"]["DepartureDone"] | null;
            ended_at?: components["schemas"]["Instant"] | null;
            ended_by_name?: string | null;
            /** Format: date */
            erase_on?: string | null;
            /** Format: int32 */
            erasure_id?: number | null;
            erasure_state?: components["schemas"]["ErasureState"] | null;
            /** Format: int32 */
            id: number;
            /** Format: date */
            last_day: string;
            reason?: string | null;
            /** Format: int32 */
            rep_id: number;
            requested_at: components["schemas"]["Instant"];
            requested_by_name: string;
            state: components["schemas"]["DepartureStatus"];
            successor_name?: string | null;
            /** Format: int32 */
            successor_rep_id?: number | null;
        };
        DepartureAccount: {
            last_administrator: boolean;
            login: string;
            out_of_reach: boolean;
            /** Format: int64 */
            sessions: number;
            /** Format: int64 */
            tokens: number;
            /** Format: int32 */
            user_id: number;
        };
        DepartureDevice: {
            /** Format: int32 */
            id: number;
            label: string;
            last_seen_at?: components["schemas"]["Instant"] | null;
            open_code: boolean;
            /** Format: int32 */
            unsent?: number | null;
        };
        DepartureDone: components["schemas"]["DepartureEffect"] & {
            account_disabled: boolean;
            outstanding: components["schemas"]["Outstanding"][];
            successor_gone: boolean;
        };
        DepartureEffect: {
            account?: components["schemas"]["DepartureAccount"] | null;
            devices: components["schemas"]["DepartureDevice"][];
            /** Format: date */
            from: string;
            routes: components["schemas"]["DepartureRoute"][];
            work: components["schemas"]["DepartureWork"];
        };
        /** @enum {string} */
        DepartureObstacle: "planned" | "last_administrator" | "account_out_of_reach" | "successor" | "reason";
        DeparturePlan: components["schemas"]["DepartureEffect"] & {
            at_once: boolean;
            dry_run: boolean;
            /** Format: date */
            erase_on?: string | null;
            /** Format: date */
            last_day: string;
            obstacles: components["schemas"]["DepartureObstacle"][];
            outstanding: components["schemas"]["Outstanding"][];
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            successor?: components["schemas"]["DepartureSuccessor"] | null;
        };
        DeparturePut: {
            dry_run?: boolean;
            /** Format: date */
            erase_on?: string | null;
            /** Format: date */
            last_day: string;
            leave_open?: boolean;
            reason?: string | null;
            /** Format: int32 */
            successor_rep_id?: number | null;
        };
        DepartureRoute: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int64 */
            outlets: number;
        };
        DepartureState: {
            departure?: components["schemas"]["Departure"] | null;
            outstanding: components["schemas"]["Outstanding"][];
            routes: components["schemas"]["DepartureRoute"][];
            work: components["schemas"]["DepartureWork"];
        };
        /** @enum {string} */
        DepartureStatus: "planned" | "done" | "called_off";
        DepartureSuccessor: {
            code: string;
            name: string;
            /** Format: int32 */
            rep_id: number;
        };
        DepartureWork: {
            /** Format: int64 */
            activities: number;
            /** Format: int64 */
            appointments: number;
            /** Format: int64 */
            cases: number;
            /** Format: int64 */
            opportunities: number;
            /** Format: int64 */
            tasks: number;
        };
        Deviation: {
            /** Format: uuid */
            absence_id?: string | null;
            approved_by?: string | null;
            change: string;
            /** Format: int64 */
            id: number;
            /** Format: int32 */
            outlet_id: number;
            reason: string;
            recorded_at: components["schemas"]["Instant"];
            /** Format: date */
            to_date?: string | null;
        };
        Device: {
            app?: string | null;
            app_version?: string | null;
            /** Format: int32 */
            backlog?: number | null;
            can_declare: boolean;
            cloned_at?: components["schemas"]["Instant"] | null;
            enrolled_at: components["schemas"]["Instant"];
            grade: string;
            /** Format: int32 */
            id: number;
            label: string;
            last_seen_at?: components["schemas"]["Instant"] | null;
            lost_at?: components["schemas"]["Instant"] | null;
            model?: string | null;
            os?: string | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            revoked_at?: components["schemas"]["Instant"] | null;
            token_issued_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            version: number;
            wipe_told_at?: components["schemas"]["Instant"] | null;
        };
        DeviceCreated: components["schemas"]["Device"] & {
            enrolment_code: string;
            expires_at: components["schemas"]["Instant"];
        };
        DeviceLost: {
            device: components["schemas"]["Device"];
            replacement?: components["schemas"]["DeviceCreated"] | null;
            /** Format: int32 */
            unsent?: number | null;
        };
        DevicePut: {
            can_declare?: boolean | null;
            grade?: string | null;
            label?: string;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
        };
        DeviceToken: {
            /** Format: int32 */
            device_id: number;
            token: string;
        };
        DiagnosisFindingView: {
            absence?: string | null;
            app_version?: string | null;
            at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            backlog?: number | null;
            /** Format: int32 */
            battery_pct?: number | null;
            /** Format: int64 */
            clock_offset_ms?: number | null;
            code: string;
            /** Format: int32 */
            device_id?: number | null;
            newest_version?: string | null;
            refused?: components["schemas"]["RefusedView"][];
            remedy: string;
            weight: string;
        };
        DiagnosisView: {
            asked_at: components["schemas"]["Instant"];
            code: string;
            findings: components["schemas"]["DiagnosisFindingView"][];
            last_contact_at?: components["schemas"]["Instant"] | null;
            last_fix_at?: components["schemas"]["Instant"] | null;
            name: string;
            phones: components["schemas"]["PhoneView"][];
            presence?: string | null;
            /** Format: int32 */
            rep_id: number;
            visible: boolean;
            work: string;
        };
        Dictionary: {
            items: components["schemas"]["DefinitionView"][];
        };
        Display: {
            credit?: components["schemas"]["CreditNote"] | null;
            currency: string;
            /** Format: int32 */
            customer_id?: number | null;
            enrolled_at: components["schemas"]["Instant"];
            /** Format: date */
            executed_on?: string | null;
            /** Format: uuid */
            execution_id?: string | null;
            first_by?: string | null;
            /** Format: int32 */
            first_by_id?: number | null;
            /** Format: uuid */
            id: string;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int32 */
            photos: number;
            programme_code: string;
            /** Format: int32 */
            programme_id: number;
            programme_name: string;
            reason?: string | null;
            reference?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            requirement: string;
            /** Format: int64 */
            reward_minor: number;
            second_by?: string | null;
            state: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        DisplayActed: {
            error?: components["schemas"]["Fault"][];
            /** Format: uuid */
            id: string;
            index: number;
            state?: components["schemas"]["DisplayState"] | null;
            status: string;
        };
        DisplayAction: {
            deed: components["schemas"]["DisplayDeed"];
            /** Format: uuid */
            id: string;
            reason?: string | null;
            reference?: string | null;
        };
        DisplayActionAnswer: {
            results: components["schemas"]["DisplayActed"][];
        };
        DisplayActions: {
            items: components["schemas"]["DisplayAction"][];
        };
        /** @enum {string} */
        DisplayDeed: "execute" | "approve_first" | "approve_second" | "pay" | "fail";
        DisplayEnrolled: {
            results: components["schemas"]["EnrolResult"][];
        };
        DisplayEnrolments: {
            outlet_codes: string[];
        };
        DisplayProgramme: {
            active: boolean;
            /** Format: int64 */
            approved: number;
            channels: string[];
            classes: string[];
            code: string;
            currency: string;
            /** Format: int64 */
            enrolled: number;
            /** Format: int64 */
            executed: number;
            /** Format: int64 */
            failed: number;
            /** Format: date */
            from: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int64 */
            paid: number;
            requirement: string;
            /** Format: int64 */
            reward_minor: number;
            /** Format: date */
            to: string;
            /** Format: int32 */
            version: number;
        };
        DisplayProgrammePut: {
            active?: boolean;
            channels?: string[];
            classes?: string[];
            code: string;
            /** Format: date */
            from: string;
            name: string;
            requirement: string;
            /** Format: int64 */
            reward_minor: number;
            /** Format: date */
            to: string;
        };
        /** @enum {string} */
        DisplayState: "enrolled" | "executed" | "approved_first" | "approved" | "paid" | "failed";
        DisplayStep: {
            at: components["schemas"]["Instant"];
            by?: string | null;
            deed: string;
            reason?: string | null;
            state: string;
        };
        DisplayWhole: {
            credit?: components["schemas"]["CreditNote"] | null;
            currency: string;
            /** Format: int32 */
            customer_id?: number | null;
            enrolled_at: components["schemas"]["Instant"];
            /** Format: date */
            executed_on?: string | null;
            /** Format: uuid */
            execution_id?: string | null;
            first_by?: string | null;
            /** Format: int32 */
            first_by_id?: number | null;
            /** Format: uuid */
            id: string;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int32 */
            photos: number;
            programme_code: string;
            /** Format: int32 */
            programme_id: number;
            programme_name: string;
            reason?: string | null;
            reference?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            requirement: string;
            /** Format: int64 */
            reward_minor: number;
            second_by?: string | null;
            state: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        } & {
            photos_shown: components["schemas"]["Photo"][];
            steps: components["schemas"]["DisplayStep"][];
        };
        Document: components["schemas"]["DocumentRow"] & {
            validity: components["schemas"]["Validity"];
        };
        /** @enum {string} */
        DocumentKind: "contract" | "annex" | "nda" | "licence" | "certificate" | "other";
        DocumentPut: {
            /** Format: date */
            cancelled_on?: string | null;
            code?: string;
            contract_code?: string | null;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            issued_on?: string | null;
            kind?: components["schemas"]["DocumentKind"] | null;
            link?: string | null;
            /** Format: int32 */
            notice_days?: number | null;
            reference?: string | null;
            title?: string | null;
            /** Format: date */
            valid_to?: string | null;
        };
        DocumentRow: {
            /** Format: date */
            cancelled_on?: string | null;
            code: string;
            contract_code?: string | null;
            /** Format: int32 */
            contract_id?: number | null;
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: int32 */
            id: number;
            /** Format: date */
            issued_on?: string | null;
            kind: string;
            link?: string | null;
            /** Format: int32 */
            notice_days: number;
            reference?: string | null;
            title: string;
            /** Format: date */
            valid_to?: string | null;
            /** Format: int32 */
            version: number;
        };
        Done: {
            action: string;
            at: components["schemas"]["Instant"];
            by?: string | null;
            owner?: string | null;
            reason?: string | null;
        };
        Driven: {
            items: components["schemas"]["DrivenWeek"][];
        };
        DrivenWeek: {
            /** Format: int32 */
            days: number;
            /** Format: int32 */
            days_missing: number;
            /** Format: int64 */
            driven_metres: number;
            /** Format: int64 */
            driven_minutes: number;
            /** Format: int64 */
            hole_metres: number;
            /** Format: int32 */
            made_calls: number;
            /** Format: int32 */
            order_kept_permille?: number | null;
            /** Format: int32 */
            planned_calls: number;
            /** Format: int64 */
            planned_metres: number;
            /** Format: int64 */
            planned_minutes: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: date */
            week: string;
        };
        /** @enum {string} */
        DwellVerdict: "ok" | "short" | "long" | "auto_closed" | "overlap";
        Elsewhere: {
            outlet_code: string;
            route_code: string;
        };
        Email: {
            /** Format: uuid */
            activity_id: string;
            at: components["schemas"]["Instant"];
            attachments: components["schemas"]["Attachment"][];
            contacts: string[];
            date_doubtful: boolean;
            direction: string;
            mailbox_name?: string | null;
            recipients: string[];
            said_at?: components["schemas"]["Instant"] | null;
            sender?: string | null;
            subject: string;
            text?: string | null;
            text_cut: boolean;
            thread: components["schemas"]["ThreadItem"][];
            withheld: boolean;
        };
        EnrolmentIssued: {
            /** Format: int32 */
            device_id: number;
            enrolment_code: string;
            expires_at: components["schemas"]["Instant"];
        };
        EnrolResult: {
            error?: components["schemas"]["Fault"][];
            /** Format: uuid */
            id?: string | null;
            index: number;
            outlet_code: string;
            status: string;
        };
        Erasure: {
            /** Format: date */
            before: string;
            digest?: string | null;
            /** Format: int32 */
            done: number;
            /** Format: date */
            due_on: string;
            ended_at?: components["schemas"]["Instant"] | null;
            erased: {
                [key: string]: number;
            };
            /** Format: int32 */
            id: number;
            /** Format: int32 */
            of_steps: number;
            reason: string;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            requested_at: components["schemas"]["Instant"];
            /** Format: int32 */
            requested_by: number;
            requested_by_name: string;
            started_at?: components["schemas"]["Instant"] | null;
            state: components["schemas"]["ErasureState"];
            step?: string | null;
        };
        ErasurePlan: {
            /** Format: date */
            before: string;
            dry_run: boolean;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            rows: {
                [key: string]: number;
            };
        };
        ErasurePut: {
            /** Format: date */
            before?: string | null;
            confirm?: string | null;
            dry_run?: boolean;
            /** Format: date */
            due_on?: string | null;
            reason?: string | null;
            /** Format: int32 */
            rep_id: number;
        };
        /** @enum {string} */
        ErasureState: "waiting" | "running" | "done" | "cancelled";
        ErpDifference: {
            code: string;
            fields: components["schemas"]["FieldDifference"][];
        };
        ErpDocument: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["ErpKind"];
        };
        ErpInvoice: {
            customer_code?: string | null;
            /** Format: date */
            date?: string | null;
            /** Format: date */
            due?: string | null;
            number?: string | null;
            /** Format: uuid */
            order_id?: string | null;
            partner_code?: string | null;
            /** Format: int64 */
            total_minor?: number | null;
        } & {
            code: string;
            system: string;
        };
        ErpInvoicePut: {
            customer_code?: string | null;
            /** Format: date */
            date?: string | null;
            /** Format: date */
            due?: string | null;
            number?: string | null;
            /** Format: uuid */
            order_id?: string | null;
            partner_code?: string | null;
            /** Format: int64 */
            total_minor?: number | null;
        };
        ErpInvoiceResult: {
            code: string;
            error?: components["schemas"]["Fault"][] | null;
            /** Format: uuid */
            id?: string | null;
            index: number;
            status: components["schemas"]["RowStatus"];
        };
        ErpInvoices: {
            items: components["schemas"]["ErpInvoice"][];
        };
        ErpInvoicesAnswer: {
            results: components["schemas"]["ErpInvoiceResult"][];
        };
        /** @enum {string} */
        ErpKind: "order" | "collection" | "return";
        ErpMark: {
            at: components["schemas"]["Instant"];
            /** Format: int64 */
            attempts: number;
            by?: string | null;
            currency: string;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            /** Format: date */
            date: string;
            /** Format: uuid */
            document_id: string;
            kind: string;
            /** Format: int64 */
            minor: number;
            number?: string | null;
            outdated: boolean;
            reason?: string | null;
            rep_name?: string | null;
            state: string;
        };
        ErpMarkPut: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["ErpKind"];
            number?: string | null;
            reason?: string | null;
            state: components["schemas"]["ErpState"];
        };
        ErpMarkResult: {
            error?: components["schemas"]["Fault"][] | null;
            index: number;
            status: string;
        };
        ErpMarks: {
            items: components["schemas"]["ErpMarkPut"][];
        };
        ErpMarksAnswer: {
            results: components["schemas"]["ErpMarkResult"][];
        };
        ErpRetry: {
            items: components["schemas"]["ErpDocument"][];
        };
        ErpSeen: {
            number?: string | null;
            reason?: string | null;
            state: components["schemas"]["ErpState"];
            /** Format: int32 */
            version: number;
        };
        /** @enum {string} */
        ErpState: "waiting" | "exported" | "accepted" | "rejected";
        EventPage: {
            items: components["schemas"]["EventView"][];
            more: boolean;
            next_cursor: string;
        };
        EventView: {
            body: Record<string, never>;
            cursor: string;
            kind: string;
            /** Format: int32 */
            org_unit?: number | null;
            recorded_at: components["schemas"]["Instant"];
            /** Format: int32 */
            rep?: number | null;
            subject_id: string;
        };
        EvidenceFile: {
            chain: string[];
            day: Record<string, never>;
            fixes?: number[][] | null;
            format: string;
            previous: string;
            seal: string;
            visit: Record<string, never>;
        };
        /** @enum {string} */
        EvidenceGrade: "native_app" | "tracker_web_app" | "web_app_only" | "import";
        EvidenceView: {
            best?: components["schemas"]["PlaceView"] | null;
            check_in?: components["schemas"]["PlaceView"] | null;
            check_out?: components["schemas"]["PlaceView"] | null;
            findings: components["schemas"]["FindingView"][];
            first_inside_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            fixes_inside: number;
            /** Format: int32 */
            fixes_seen: number;
            grade: components["schemas"]["EvidenceGrade"];
            last_inside_at?: components["schemas"]["Instant"] | null;
            pin?: components["schemas"]["Position"] | null;
            /** Format: double */
            radius_m: number;
        };
        ExceptionSummary: {
            /** Format: int64 */
            acknowledged: number;
            kinds: components["schemas"]["Pending"][];
            /** Format: int64 */
            open: number;
        };
        ExceptionWhole: {
            cause_ended_at?: components["schemas"]["Instant"] | null;
            /** Format: date */
            date: string;
            evidence: Record<string, never>;
            /** Format: uuid */
            id: string;
            kind: string;
            opened_at: components["schemas"]["Instant"];
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            /** Format: int32 */
            owner_id?: number | null;
            owner_name?: string | null;
            reason?: string | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            resolved_at?: components["schemas"]["Instant"] | null;
            resolved_by?: string | null;
            severity: string;
            state: string;
            /** Format: uuid */
            visit_id?: string | null;
        } & {
            history: components["schemas"]["Done"][];
            owners: components["schemas"]["Owner"][];
        };
        Expense: {
            /** Format: int64 */
            amount_minor: number;
            /** Format: int64 */
            approved_minor?: number | null;
            category: string;
            claim?: components["schemas"]["MileageClaim"] | null;
            /** Format: int32 */
            claimed_m?: number | null;
            currency: string;
            /** Format: date */
            date: string;
            /** Format: int64 */
            day_claimed_m?: number | null;
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            measured_m?: number | null;
            note?: string | null;
            paid_at?: components["schemas"]["Instant"] | null;
            paid_by?: string | null;
            photos: string[];
            /** Format: int64 */
            rate_minor?: number | null;
            reason?: string | null;
            reference?: string | null;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            spent_at: components["schemas"]["Instant"];
            state: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        /** @enum {string} */
        ExpenseCategory: "mileage" | "fuel" | "parking" | "toll" | "meal" | "lodging" | "phone" | "repair" | "other";
        ExpenseDecision: {
            /** Format: int64 */
            approved_minor?: number | null;
            reason?: string | null;
            reference?: string | null;
        };
        ExpensePut: components["schemas"]["Said"] & {
            /** Format: date */
            date?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        Fault: {
            code: string;
            detail?: string | null;
            pointer: string;
        };
        FaultView: {
            cell?: string | null;
            code: string;
            field?: string | null;
            heading?: string | null;
            /** Format: int32 */
            line: number;
            /** Format: int32 */
            position: number;
            severity: string;
            value: string;
        } & {
            text: string;
        };
        Feature: {
            geometry: Record<string, never>;
            /** Format: int32 */
            id: number;
            properties: components["schemas"]["Properties"];
            type: string;
        };
        FeatureCollection: {
            features: components["schemas"]["Feature"][];
            type: string;
        };
        FeatureFile: {
            features: Record<string, never>[];
            type: string;
        };
        FieldDifference: {
            field: string;
            here?: string | null;
            there?: string | null;
        };
        FieldException: {
            cause_ended_at?: components["schemas"]["Instant"] | null;
            /** Format: date */
            date: string;
            evidence: Record<string, never>;
            /** Format: uuid */
            id: string;
            kind: string;
            opened_at: components["schemas"]["Instant"];
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            /** Format: int32 */
            owner_id?: number | null;
            owner_name?: string | null;
            reason?: string | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            resolved_at?: components["schemas"]["Instant"] | null;
            resolved_by?: string | null;
            severity: string;
            state: string;
            /** Format: uuid */
            visit_id?: string | null;
        };
        /** @enum {string} */
        Figure: "seconds_from_check_in" | "pins_metres" | "seen_metres" | "track_kmh" | "check_ins_kmh" | "constant_fixes" | "shared_fixes" | "shared_minutes" | "silent_seconds" | "clock_seconds" | "check_ins" | "within_seconds" | "since_seconds";
        Figures: {
            /** Format: int32 */
            hours_max_by_mean_permille: number;
            /** Format: int32 */
            hours_variation_permille: number;
            /** Format: int64 */
            metres: number;
            /** Format: int32 */
            missing_visits: number;
            /** Format: int32 */
            moved_outlets: number;
            /** Format: int64 */
            moved_value_minor: number;
            notes: components["schemas"]["ScenarioNote"][];
            reps: components["schemas"]["RepFigures"][];
            /** Format: int32 */
            unserved_outlets: number;
            /** Format: int64 */
            visits: number;
            /** Format: int64 */
            work_min: number;
        };
        FindingView: {
            check_ins: string[];
            compared: components["schemas"]["Compared"][];
            fixes: components["schemas"]["FixAtView"][];
            flag: components["schemas"]["IntegrityFlag"];
            from: components["schemas"]["Instant"];
            other?: components["schemas"]["OtherDayView"] | null;
            severity: components["schemas"]["Severity"];
            to: components["schemas"]["Instant"];
        };
        FirstAdministrator: {
            login: string;
            name: string;
            password: string;
        };
        FirstCompany: {
            currency: string;
            day_start?: string | null;
            language: string;
            name: string;
            time_zone: string;
            working_hours: string[];
        };
        FirstRunBody: {
            administrator: components["schemas"]["FirstAdministrator"];
            company: components["schemas"]["FirstCompany"];
            token: string;
        };
        FixAtView: {
            at: components["schemas"]["Instant"];
            /** Format: int32 */
            device_id: number;
        };
        FixView: {
            /** Format: double */
            accuracy_m?: number | null;
            at: components["schemas"]["Instant"];
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
            mock: boolean;
        };
        Form: {
            active: boolean;
            audience: components["schemas"]["OutletAudience"];
            code: string;
            /** Format: int32 */
            id: number;
            kind: string;
            name: components["schemas"]["FormWords"];
            questions: components["schemas"]["FormQuestion"][];
            required: boolean;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
            /** Format: int32 */
            version: number;
        };
        FormAsks: {
            /** @enum {string} */
            type: "yes_no";
        } | {
            /** Format: int64 */
            max_milli?: number | null;
            /** Format: int64 */
            min_milli?: number | null;
            /** @enum {string} */
            type: "number";
            unit?: string | null;
        } | {
            many?: boolean;
            options: components["schemas"]["FormChoice"][];
            /** @enum {string} */
            type: "choice";
        } | {
            /** Format: int32 */
            max_length?: number | null;
            /** @enum {string} */
            type: "text";
        } | {
            /** @enum {string} */
            type: "date";
        } | {
            /** Format: int32 */
            most?: number | null;
            /** @enum {string} */
            type: "photo";
        };
        FormChoice: {
            code: string;
            text: components["schemas"]["FormWords"];
        };
        FormCompliant: {
            is: boolean;
            /** @enum {string} */
            type: "yes_no";
        } | {
            /** Format: int64 */
            at_least_milli?: number | null;
            /** Format: int64 */
            at_most_milli?: number | null;
            /** @enum {string} */
            type: "number";
        } | {
            among: string[];
            /** @enum {string} */
            type: "choice";
        };
        /** @enum {string} */
        FormKind: "audit" | "survey";
        /** @enum {string} */
        FormLevel: "store" | "product";
        /** @enum {string} */
        FormMeasure: "in_stock" | "facings";
        FormPut: {
            active?: boolean | null;
            audience?: components["schemas"]["OutletAudience"] | null;
            code?: string;
            kind?: components["schemas"]["FormKind"] | null;
            name?: components["schemas"]["FormWords"] | null;
            questions?: components["schemas"]["FormQuestion"][] | null;
            required?: boolean | null;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
        };
        FormQuestion: {
            asks: components["schemas"]["FormAsks"];
            code: string;
            compliant?: components["schemas"]["FormCompliant"] | null;
            level?: components["schemas"]["FormLevel"];
            measures?: components["schemas"]["FormMeasure"] | null;
            products?: string[];
            required?: boolean;
            text: components["schemas"]["FormWords"];
            /** Format: int32 */
            weight?: number;
        };
        FormResponse: {
            /** Format: int32 */
            answer_count: number;
            answered_at: components["schemas"]["Instant"];
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            date: string;
            /** Format: int32 */
            earned: number;
            /** Format: int32 */
            failed_count: number;
            form_code: string;
            form_name: components["schemas"]["FormWords"];
            /** Format: int32 */
            form_version: number;
            /** Format: uuid */
            id: string;
            kind: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int32 */
            possible: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: int64 */
            score_bp?: number | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        FormResponseWhole: components["schemas"]["FormResponse"] & {
            answers: components["schemas"]["AnswerView"][];
        };
        FormWords: {
            en?: string | null;
            vi?: string | null;
            zh?: string | null;
        };
        FreeLine: {
            applied: number;
            product: components["schemas"]["i32"];
            /** Format: int64 */
            quantity_milli: number;
            unit: string;
            /** Format: int64 */
            value_minor: number;
        };
        Gateway: {
            active: boolean;
            body_names: string[];
            channel: string;
            header_names: string[];
            host: string;
            /** Format: int32 */
            version: number;
        };
        GatewayPut: {
            active?: boolean;
            body: Record<string, never>;
            headers?: {
                [key: string]: string;
            } | null;
            url: string;
        };
        Gateways: {
            items: components["schemas"]["Gateway"][];
        };
        GatewaySet: {
            report_path?: string | null;
        };
        HandPut: {
            items: components["schemas"]["HandRow"][];
            name: string;
        };
        HandRow: {
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
        };
        /** @enum {string} */
        Hold: "credit" | "overdue" | "price" | "stock" | "review";
        Hole: {
            /** Format: int64 */
            area_m2: number;
            ring: number[][];
        };
        HoleView: {
            /** Format: double */
            distance_m: number;
            from_at: components["schemas"]["Instant"];
            to_at: components["schemas"]["Instant"];
        };
        Holiday: {
            /** Format: date */
            date: string;
            name: string;
            policy: string;
            /** Format: int32 */
            version: number;
        };
        HolidayPut: {
            name: string;
            policy?: ("skip" | "next_working_day" | "make_up") & Record<string, never>;
        };
        /** Format: int32 */
        i32: number;
        ImportBatch: {
            /** Format: int32 */
            bad_rows: number;
            committed_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            created: number;
            created_at: components["schemas"]["Instant"];
            /** Format: int32 */
            done: number;
            /** Format: date */
            effective_from?: string | null;
            /** Format: int32 */
            ended: number;
            failure?: string | null;
            file_name: string;
            /** Format: int32 */
            id: number;
            kind: string;
            login?: string | null;
            options: Record<string, never>;
            reverted_at?: components["schemas"]["Instant"] | null;
            state: string;
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            unchanged: number;
            /** Format: int32 */
            updated: number;
        };
        ImportChange: {
            action: string;
            code: string;
            fields: Record<string, never>[];
            /** Format: int32 */
            line?: number | null;
            outlet_code?: string | null;
            part?: string | null;
            /** Format: int32 */
            position: number;
        };
        /** @enum {string} */
        ImportKind: "outlets" | "reps" | "routes" | "customers" | "products" | "prices" | "stock";
        /** @enum {string} */
        ImportLanguage: "en" | "vi" | "zh";
        ImportMapping: {
            columns: Record<string, never>;
            kind: string;
            name: string;
            /** Format: int32 */
            version: number;
        };
        /**
         * Format: date-time
         * @example 2026-03-02T01:05:09.000Z
         */
        Instant: string;
        /** @enum {string} */
        IntegrityFlag: "mock_provider" | "emulator" | "same_spot" | "implausible_speed" | "checkin_speed" | "constant_sensor" | "replayed_track" | "shared_device" | "fixes_stop_before_checkin" | "clock_jump" | "checkin_burst" | "cooldown";
        /** @enum {string} */
        IntegrityVerdict: "clean" | "suspect" | "blocked";
        IntervalView: {
            auto_ended: boolean;
            auto_started: boolean;
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            started_at: components["schemas"]["Instant"];
        };
        Invoice: {
            /** Format: int32 */
            account_id: number;
            currency: string;
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: date */
            date: string;
            /** Format: date */
            due: string;
            /** Format: uuid */
            id: string;
            kind: string;
            number: string;
            /** Format: int64 */
            open_minor: number;
            /** Format: uuid */
            order_id?: string | null;
            overdue: boolean;
            /** Format: int64 */
            paid_minor: number;
            partner_code?: string | null;
            /** Format: int64 */
            total_minor: number;
            /** Format: int32 */
            version: number;
        };
        InvoicePart: {
            /** Format: uuid */
            invoice_id: string;
            /** Format: int64 */
            minor: number;
        };
        InvoicePut: {
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            date?: string | null;
            /** Format: date */
            due?: string | null;
            /** Format: uuid */
            id: string;
            lines?: components["schemas"]["LinePart"][] | null;
            number: string;
            /** Format: uuid */
            order_id?: string | null;
            /** Format: int32 */
            partner_id?: number | null;
            /** Format: int64 */
            total_minor?: number | null;
        };
        JointCount: {
            /** Format: int64 */
            days: number;
            name: string;
            /** Format: int64 */
            notes: number;
            /** Format: int64 */
            reps: number;
            /** Format: int32 */
            user_id: number;
            /** Format: int64 */
            visits: number;
        };
        JointCounts: {
            items: components["schemas"]["JointCount"][];
        };
        JointPut: {
            note?: string | null;
        };
        JointVisit: {
            by: string;
            /** Format: date */
            date: string;
            /** Format: uuid */
            id: string;
            note?: string | null;
            outlet_name?: string | null;
            recorded_at: components["schemas"]["Instant"];
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: int32 */
            user_id: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        /** @enum {string} */
        Kind: "call" | "email" | "sms" | "note" | "meeting" | "greeting" | "gift";
        KpiCell: {
            /** Format: int64 */
            denominator?: number | null;
            /** Format: int64 */
            numerator: number;
            /** Format: double */
            value?: number | null;
        };
        /** @enum {string} */
        KpiPart: "numerator" | "denominator";
        KpiView: {
            /** Format: double */
            call_compliance?: number | null;
            /** Format: int64 */
            calls: number;
            /** Format: double */
            drop_size_minor?: number | null;
            /** Format: double */
            lppc?: number | null;
            /** Format: int64 */
            on_plan_calls: number;
            /** Format: int64 */
            pc: number;
            /** Format: int64 */
            pending_review: number;
            /** Format: double */
            plan_compliance?: number | null;
            /** Format: int64 */
            planned: number;
            /** Format: int64 */
            planned_visited: number;
            /** Format: int64 */
            sales_minor: number;
            /** Format: double */
            sequence_compliance?: number | null;
            /** Format: double */
            strike_rate?: number | null;
            /** Format: int64 */
            tc: number;
            /** Format: int64 */
            utc: number;
        };
        /** @enum {string} */
        Language: "en" | "vi" | "zh";
        LikenessView: {
            /** Format: double */
            distance_m?: number | null;
            /** Format: double */
            name: number;
            same_phone?: boolean | null;
            /** Format: double */
            score: number;
        };
        LikeOutlet: {
            address?: string | null;
            class: string;
            closed_at?: components["schemas"]["Instant"] | null;
            code: string;
            /** Format: int32 */
            id: number;
            /** Format: double */
            lat?: number | null;
            likeness: components["schemas"]["LikenessView"];
            /** Format: double */
            lng?: number | null;
            name: string;
            phone?: string | null;
            /** Format: int32 */
            radius_m?: number | null;
        };
        LikeRequest: {
            /** Format: uuid */
            id: string;
            /** Format: double */
            lat: number;
            likeness: components["schemas"]["LikenessView"];
            /** Format: double */
            lng: number;
            name: string;
            rep_name?: string | null;
        };
        LinePart: {
            /** Format: int32 */
            line: number;
            /** Format: int64 */
            quantity_milli: number;
        };
        LineShare: {
            applied: number;
            /** Format: int64 */
            minor: number;
        };
        /** @enum {string} */
        LocationKind: "warehouse" | "van" | "outlet";
        LoginBody: {
            code?: string | null;
            login: string;
            password: string;
        };
        LostPut: {
            replacement_label?: string | null;
        };
        Mailbox: {
            active: boolean;
            address: string;
            /** Format: int64 */
            automatic: number;
            fault?: string | null;
            folder: string;
            host: string;
            /** Format: int32 */
            id: number;
            /** Format: int64 */
            kept: number;
            last_read_at?: components["schemas"]["Instant"] | null;
            login: string;
            name: string;
            next_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            org_unit_name?: string | null;
            /** Format: int32 */
            poll_min: number;
            /** Format: int32 */
            port: number;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            security: string;
            sent_folder?: string | null;
            /** Format: date */
            since: string;
            state: string;
            /** Format: int64 */
            unmatched: number;
            /** Format: int64 */
            unreadable: number;
            /** Format: int32 */
            user_id?: number | null;
            user_name?: string | null;
            /** Format: int32 */
            version: number;
            /** Format: int64 */
            without_rep: number;
        };
        Mailboxes: {
            items: components["schemas"]["Mailbox"][];
        };
        MailboxFolderTrial: {
            looked_at: number;
            matched: number;
            messages: number;
            name: string;
            unknown: boolean;
        };
        MailboxPut: {
            active?: boolean;
            address: string;
            folder?: string;
            host: string;
            login: string;
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            /** Format: password */
            password?: string | null;
            /** Format: int32 */
            poll_min?: number;
            /** Format: int32 */
            port: number;
            /** Format: int32 */
            rep_id?: number | null;
            security: components["schemas"]["MailboxSecurity"];
            sent_folder?: string | null;
            /** Format: date */
            since?: string | null;
            /** Format: int32 */
            user_id?: number | null;
        };
        /** @enum {string} */
        MailboxSecurity: "tls" | "starttls" | "plain";
        MailboxTrial: {
            fault?: string | null;
            folders: components["schemas"]["MailboxFolderTrial"][];
            names: string[];
        };
        MappingPut: {
            columns: {
                [key: string]: string | null;
            };
            kind: components["schemas"]["ImportKind"];
            name: string;
        };
        Mappings: {
            items: components["schemas"]["ImportMapping"][];
        };
        MapView: {
            outlets: Record<string, never>[][];
            truncated: boolean;
        };
        Meaning: {
            en: string;
            vi: string;
            zh: string;
        };
        Member: {
            customer_code: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: int64 */
            frequency?: number | null;
            industry?: string | null;
            /** Format: date */
            last_order?: string | null;
            /** Format: int64 */
            monetary?: number | null;
            /** Format: int64 */
            ordered_minor: number;
            /** Format: int64 */
            recency?: number | null;
            /** Format: date */
            since?: string | null;
        };
        Message: {
            fetched_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            id: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            sent_at: components["schemas"]["Instant"];
            /** Format: int32 */
            sent_by?: number | null;
            sent_by_name?: string | null;
            text: string;
        };
        MessagePut: {
            /** Format: uuid */
            client_id?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            rep_ids?: number[] | null;
            text: string;
        };
        MessageSent: {
            ids: number[];
            reps: number;
        };
        /** @enum {string} */
        MileageClaim: "unmeasured" | "within" | "over";
        MovedDay: {
            /** Format: date */
            date: string;
            frozen: boolean;
            stops: components["schemas"]["MovedStop"][];
        };
        MovedStop: {
            covered: string;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
        };
        /** @enum {string} */
        MoveKind: "opening" | "receipt" | "issue" | "transfer" | "sale" | "return" | "adjustment";
        MustSell: {
            /** Format: date */
            bought_on?: string | null;
            in_stock?: boolean | null;
            missing: boolean;
            observed_at?: components["schemas"]["Instant"] | null;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
        };
        MustSellList: {
            active: boolean;
            audience: components["schemas"]["OutletAudience"];
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            product_codes: string[];
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
            /** Format: int32 */
            version: number;
        };
        MustSellListPut: {
            active?: boolean | null;
            audience?: components["schemas"]["OutletAudience"] | null;
            code?: string;
            name?: string | null;
            product_codes?: string[] | null;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
        };
        MustSells: {
            items: components["schemas"]["MustSell"][];
        };
        Named: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
        };
        NearExpiry: {
            batch: string;
            counted_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            days_left: number;
            /** Format: date */
            expires_on: string;
            /** Format: int64 */
            milli: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            unit: string;
        };
        NearList: {
            items: components["schemas"]["NearOutlet"][];
        };
        NearOutlet: components["schemas"]["Outlet"] & {
            /** Format: double */
            distance_m: number;
        };
        NewCustomerPut: {
            code?: string;
            name?: string | null;
        };
        NotOutlined: {
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            why: string;
        };
        Occasion: {
            act: string;
            active: boolean;
            /** Format: date */
            active_since?: string | null;
            /** Format: int64 */
            budget_minor?: number | null;
            dates: string[];
            /** Format: int32 */
            days_ahead: number;
            /** Format: int64 */
            doubtful: number;
            /** Format: int64 */
            given_minor: number;
            /** Format: int64 */
            held: number;
            /** Format: uuid */
            id: string;
            kind: string;
            made_at: components["schemas"]["Instant"];
            name: string;
            /** Format: int64 */
            not_held: number;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            own: boolean;
            /** Format: int64 */
            planned: number;
            /** Format: int32 */
            segment_id?: number | null;
            segment_name?: string | null;
            /** Format: int64 */
            spent_minor?: number | null;
            text?: string | null;
            /** Format: int64 */
            value_max_minor?: number | null;
            /** Format: int32 */
            version: number;
            way: string;
            /** Format: int32 */
            year: number;
        };
        /** @enum {string} */
        OccasionAct: "greeting" | "gift";
        OccasionChange: {
            active?: boolean | null;
            /** Format: int64 */
            budget_minor?: number | null;
            dates?: string[] | null;
            /** Format: int32 */
            days_ahead?: number | null;
            name?: string | null;
            /** Format: int32 */
            segment_id?: number | null;
            text?: string | null;
            /** Format: int64 */
            value_max_minor?: number | null;
            way?: components["schemas"]["OccasionWay"] | null;
        };
        /** @enum {string} */
        OccasionKind: "birthday" | "anniversary" | "date";
        OccasionPreview: {
            counts: components["schemas"]["RecipientCount"][];
            customers_max: number;
            otherwise: number;
            truncated: boolean;
            /** Format: int32 */
            year: number;
        };
        OccasionProgress: components["schemas"]["Sums"] & {
            /** Format: int64 */
            budget_minor?: number | null;
            /** Format: uuid */
            occasion_id: string;
            org_units: components["schemas"]["UnitProgress"][];
            reps: components["schemas"]["RepProgress"][];
            /** Format: int64 */
            spent_minor?: number | null;
            truncated: boolean;
            /** Format: int32 */
            year: number;
        };
        OccasionPut: {
            act: components["schemas"]["OccasionAct"];
            /** Format: int64 */
            budget_minor?: number | null;
            dates?: string[];
            /** Format: int32 */
            days_ahead?: number | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["OccasionKind"];
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            /** Format: int32 */
            segment_id?: number | null;
            text?: string | null;
            /** Format: int64 */
            value_max_minor?: number | null;
            way?: components["schemas"]["OccasionWay"] | null;
        };
        OccasionRecipient: {
            /** Format: int32 */
            contact_id?: number | null;
            contact_name?: string | null;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            /** Format: date */
            day?: string | null;
            instead?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            state: string;
            way: string;
            why?: string | null;
        };
        /** @enum {string} */
        OccasionWay: "visit" | "call" | "sms" | "zalo" | "email";
        OnRoutePut: {
            pattern: Record<string, never>;
            route_code?: string | null;
            /** Format: int32 */
            route_id?: number | null;
            /** Format: int32 */
            sequence?: number | null;
            /** Format: int32 */
            service_minutes?: number | null;
            weekdays?: string[] | null;
            window?: string[] | null;
        };
        Opportunity: {
            /** Format: int64 */
            amount_minor: number;
            closed_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            contact_id?: number | null;
            contact_name?: string | null;
            currency: string;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            /** Format: date */
            expected_close?: string | null;
            /** Format: uuid */
            id: string;
            lost_reason?: string | null;
            made_at: components["schemas"]["Instant"];
            name: string;
            note?: string | null;
            outcome: string;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            /** Format: int32 */
            probability: number;
            /** Format: uuid */
            quotation_id?: string | null;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            stage: string;
            stage_since: components["schemas"]["Instant"];
            steps: components["schemas"]["OpportunityStep"][];
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        OpportunityChange: {
            /** Format: int64 */
            amount_minor?: number | null;
            /** Format: date */
            expected_close?: string | null;
            lost_reason?: string | null;
            name?: string | null;
            note?: string | null;
            /** Format: uuid */
            quotation_id?: string | null;
            stage?: string | null;
        };
        OpportunityPut: components["schemas"]["AboutPut"] & {
            /** Format: int64 */
            amount_minor?: number;
            /** Format: date */
            expected_close?: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            note?: string | null;
            /** Format: uuid */
            quotation_id?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            stage?: string | null;
        };
        OpportunityStep: {
            at: components["schemas"]["Instant"];
            by?: string | null;
            handed_to?: string | null;
            reason?: string | null;
            stage: string;
            until?: components["schemas"]["Instant"] | null;
        };
        OpportunityTotals: {
            /** Format: int64 */
            open_minor: number;
            stages: components["schemas"]["StageTotal"][];
            /** Format: int64 */
            weighted_minor: number;
        };
        Options: {
            /**
             * Format: int32
             * @default null
             */
            code_width: number | null;
            /** @default {} */
            columns: {
                [key: string]: string | null;
            };
            /** @default null */
            encoding: string | null;
            /** @default false */
            end_missing: boolean;
            /** @default null */
            mapping: string | null;
            /** @default null */
            sheet: string | null;
            /** @default false */
            skip_bad_rows: boolean;
            /**
             * Format: date
             * @default null
             */
            valid_from: string | null;
            /** @default cycle */
            weeks: components["schemas"]["WeeksOf"];
        };
        Order: {
            billing: components["schemas"]["Billing"];
            cash: boolean;
            currency: string;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            /** Format: date */
            date: string;
            /** Format: int64 */
            delivered_minor: number;
            erp?: components["schemas"]["ErpSeen"] | null;
            holds: string[];
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            invoiced_minor: number;
            lines: components["schemas"]["OrderLine"][];
            /** Format: int64 */
            live_minor: number;
            note?: string | null;
            ordered_at: components["schemas"]["Instant"];
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            payment: components["schemas"]["Payment"];
            price_note?: unknown;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: int32 */
            revision: number;
            source: string;
            state: string;
            /** Format: int32 */
            supplier_id?: number | null;
            /** Format: int64 */
            tax_minor: number;
            /** Format: int64 */
            total_minor: number;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        OrderAction: {
            hold?: components["schemas"]["Hold"] | null;
            reason?: string | null;
        };
        OrderExplained: components["schemas"]["OrderStory"] & {
            deliveries: components["schemas"]["Delivery"][];
        };
        OrderLine: {
            /** Format: int64 */
            delivered_milli: number;
            /** Format: int64 */
            discount_minor: number;
            free: boolean;
            /** Format: int64 */
            invoiced_milli: number;
            /** Format: int32 */
            line: number;
            product_code: string;
            product_name: string;
            quantity: string;
            /** Format: int64 */
            returned_milli: number;
            /** Format: int64 */
            tax_minor: number;
            /** Format: int64 */
            total_minor: number;
            unit: string;
            /** Format: int64 */
            unit_price_minor: number;
        };
        /** @enum {string} */
        OrderPaper: "order" | "pick_list" | "delivery_note";
        OrderPut: Record<string, never> & {
            draft?: boolean;
            /** Format: uuid */
            id: string;
            /** Format: int32 */
            outlet_id: number;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        OrderStep: {
            action: string;
            at: components["schemas"]["Instant"];
            by?: string | null;
            detail: unknown;
            holds: string[];
            reason?: string | null;
            state: string;
        };
        OrderStory: {
            priced?: components["schemas"]["Priced"] | null;
            steps: components["schemas"]["OrderStep"][];
        };
        /** @enum {string} */
        Organised: "then" | "now";
        OrgUnit: {
            code: string;
            /** Format: int32 */
            id: number;
            kind: string;
            name: string;
            parent_code?: string | null;
            /** Format: int32 */
            parent_id?: number | null;
            /** Format: int32 */
            version: number;
        };
        OrgUnitPut: {
            code?: string;
            kind?: string | null;
            name?: string | null;
            parent_code?: string | null;
            /** Format: int32 */
            parent_id?: number | null;
        };
        OtherDayView: {
            /** Format: date */
            date: string;
            own: boolean;
        };
        /** @enum {string} */
        Outcome: "open" | "won" | "lost";
        /** @enum {string} */
        OutcomeVerdict: "productive" | "effective" | "non_productive";
        Outlet: {
            address?: string | null;
            channel?: string | null;
            class: string;
            closed_at?: components["schemas"]["Instant"] | null;
            code: string;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int32 */
            id: number;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            /** Format: int32 */
            merged_into?: number | null;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            phone?: string | null;
            polygon?: unknown;
            /** Format: int32 */
            radius_m?: number | null;
            /** Format: int32 */
            version: number;
        };
        OutletApprovalPut: {
            address?: string | null;
            channel?: string | null;
            class?: string | null;
            code?: string;
            customer?: components["schemas"]["NewCustomerPut"] | null;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            effective_from?: string | null;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            phone?: string | null;
            /** Format: int32 */
            radius_m?: number | null;
            reason?: string | null;
            route?: components["schemas"]["OnRoutePut"] | null;
        };
        OutletAudience: {
            areas?: number[];
            channels?: string[];
            classes?: string[];
        };
        OutletPair: {
            first: components["schemas"]["PairedOutlet"];
            likeness: components["schemas"]["LikenessView"];
            second: components["schemas"]["PairedOutlet"];
            /** Format: int32 */
            survivor_id: number;
        };
        OutletProgress: {
            /** Format: int64 */
            bought_milli: number;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int64 */
            due_minor?: number | null;
            /** Format: int64 */
            missing_milli?: number | null;
            /** Format: int64 */
            missing_minor?: number | null;
            next?: components["schemas"]["PeriodTier"] | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            reached?: components["schemas"]["PeriodTier"] | null;
            settled?: components["schemas"]["SchemeSettled"] | null;
            /** Format: int64 */
            value_minor: number;
        } & {
            /** Format: date */
            from: string;
            /** Format: int32 */
            scheme_id: number;
            scheme_name: string;
            /** Format: date */
            to: string;
        };
        OutletPut: {
            address?: string | null;
            channel?: string | null;
            class?: string | null;
            closed_at?: string | null;
            code?: string;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            phone?: string | null;
            polygon?: Record<string, never> | null;
            /** Format: int32 */
            radius_m?: number | null;
            /** Format: date */
            valid_from?: string | null;
        };
        OutletRefusalPut: {
            /** Format: int32 */
            outlet_id?: number | null;
            reason: string;
        };
        OutletRequest: {
            /** Format: double */
            accuracy_m?: number | null;
            address?: string | null;
            channel?: string | null;
            class: string;
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            /** Format: date */
            effective_from?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
            name: string;
            note?: string | null;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            phone?: string | null;
            photo?: string | null;
            reason?: string | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            requested_at: components["schemas"]["Instant"];
            requested_by?: string | null;
            state: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        OutletRequestPut: {
            /** Format: double */
            accuracy_m?: number | null;
            address?: string | null;
            channel?: string | null;
            class?: string | null;
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
            name: string;
            note?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            phone?: string | null;
            photo?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        OutletRequestWhole: {
            /** Format: double */
            accuracy_m?: number | null;
            address?: string | null;
            channel?: string | null;
            class: string;
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            /** Format: date */
            effective_from?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
            name: string;
            note?: string | null;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            phone?: string | null;
            photo?: string | null;
            reason?: string | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            requested_at: components["schemas"]["Instant"];
            requested_by?: string | null;
            state: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        } & {
            alike: {
                elsewhere: number;
                outlets: components["schemas"]["LikeOutlet"][];
                requests: components["schemas"]["LikeRequest"][];
            } & Record<string, never>;
            routes: components["schemas"]["RouteName"][];
        };
        OutletRollbackPut: {
            reason: string;
        };
        OutletSchemes: {
            items: components["schemas"]["OutletProgress"][];
        };
        OutletState: {
            /** Format: int32 */
            outlet_id: number;
            state: string;
        };
        OutletSupplier: {
            /** Format: date */
            from?: string | null;
            partner_code: string;
            /** Format: int32 */
            partner_id: number;
            partner_name: string;
            /** Format: date */
            to?: string | null;
        };
        OutletSuppliers: {
            items: components["schemas"]["OutletSupplier"][];
        };
        Outlined: components["schemas"]["RowResult"] & {
            outlets: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            shape?: Record<string, never> | null;
            without_pin: number;
        };
        OutlinePut: {
            dry_run?: boolean;
        };
        Outlines: {
            dry_run: boolean;
            left_out: components["schemas"]["NotOutlined"][];
            territories: components["schemas"]["Outlined"][];
        };
        OutOfStock: {
            /** Format: uuid */
            count_id: string;
            counted_at: components["schemas"]["Instant"];
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: uuid */
            visit_id?: string | null;
        };
        Outstanding: {
            /** Format: int64 */
            amount_minor?: number | null;
            /** Format: int64 */
            count?: number | null;
            currency?: string | null;
            /** Format: date */
            date?: string | null;
            id: string;
            kind: string;
            label: string;
        };
        /** @enum {string} */
        Overall: "valid" | "review" | "invalid";
        Overlap: {
            /** Format: int64 */
            area_m2: number;
            code: string;
            /** Format: int32 */
            id: number;
            other_code: string;
            /** Format: int32 */
            other_id: number;
            outlet_ids: number[];
            outlets: number;
        };
        Owner: {
            /** Format: int32 */
            id: number;
            name: string;
        };
        Page_Absence: {
            changes_cursor: string;
            items: {
                decided_at?: components["schemas"]["Instant"] | null;
                decided_by?: string | null;
                /** Format: date */
                from: string;
                from_time?: string | null;
                /** Format: uuid */
                id: string;
                kind: string;
                note?: string | null;
                /** Format: int32 */
                org_unit_id: number;
                outlet_ids?: number[] | null;
                reason?: string | null;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                requested_at: components["schemas"]["Instant"];
                state: string;
                substitute_code?: string | null;
                /** Format: int32 */
                substitute_rep_id?: number | null;
                /** Format: date */
                to: string;
                to_time?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Activity: {
            changes_cursor: string;
            items: (components["schemas"]["ActivityRow"] & {
                standing: components["schemas"]["Standing"];
            })[];
            next_cursor?: string | null;
        };
        Page_AdjustmentView: {
            changes_cursor: string;
            items: {
                booked: boolean;
                causes: Record<string, never>;
                /** Format: int64 */
                denominator?: number | null;
                kpi: string;
                /** Format: int64 */
                numerator: number;
                of_month: string;
                org_unit?: components["schemas"]["Named"] | null;
                rep?: components["schemas"]["Named"] | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Appointment: {
            changes_cursor: string;
            items: {
                address?: string | null;
                attendees: components["schemas"]["Attendee"][];
                /** Format: int32 */
                contact_id?: number | null;
                contact_name?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                customer_name?: string | null;
                /** Format: date */
                date: string;
                ends_at: components["schemas"]["Instant"];
                /** Format: uuid */
                id: string;
                note?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                priority: string;
                reason?: string | null;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                starts_at: components["schemas"]["Instant"];
                state: string;
                subject: string;
                updated_at: components["schemas"]["Instant"];
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Assignment: {
            changes_cursor: string;
            items: {
                class: string;
                from_rep_code?: string | null;
                /** Format: int32 */
                from_rep_id?: number | null;
                /** Format: double */
                lat?: number | null;
                /** Format: double */
                lng?: number | null;
                locked: boolean;
                /** Format: int32 */
                missing_visits: number;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                /** Format: int32 */
                sequence?: number | null;
                /** Format: int32 */
                slots: number;
                unserved?: string | null;
                /** Format: int64 */
                value_minor: number;
                /** Format: int32 */
                visits: number;
                why?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_AuditEntry: {
            changes_cursor: string;
            items: {
                action: string;
                detail: Record<string, never>;
                /** Format: int64 */
                id: number;
                login?: string | null;
                recorded_at: components["schemas"]["Instant"];
                subject: string;
                /** Format: int32 */
                user_id?: number | null;
            }[];
            next_cursor?: string | null;
        };
        Page_BehindView: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                amount: number;
                /** Format: date */
                date?: string | null;
                kind: string;
                /** Format: uuid */
                order_id?: string | null;
                outlet?: components["schemas"]["Named"] | null;
                rep?: components["schemas"]["Named"] | null;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_BoardRep: {
            changes_cursor: string;
            items: {
                activity: string;
                /** Format: int64 */
                backlog: number;
                /** Format: int32 */
                battery_pct?: number | null;
                code: string;
                device_last_seen_at?: components["schemas"]["Instant"] | null;
                /** Format: double */
                distance_m: number;
                first_check_in_at?: components["schemas"]["Instant"] | null;
                flags: string[];
                /** Format: int32 */
                id: number;
                last_check_in_at?: components["schemas"]["Instant"] | null;
                last_fix_at?: components["schemas"]["Instant"] | null;
                name: string;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                /** Format: int64 */
                planned: number;
                position?: components["schemas"]["PositionView"] | null;
                started: boolean;
                /** Format: int64 */
                visited: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Campaign: {
            changes_cursor: string;
            items: {
                approved_at?: components["schemas"]["Instant"] | null;
                approved_by?: string | null;
                body: string;
                channel: string;
                ended_at?: components["schemas"]["Instant"] | null;
                /** Format: int64 */
                failed: number;
                /** Format: uuid */
                id: string;
                language: string;
                made_at: components["schemas"]["Instant"];
                /** Format: int64 */
                messages: number;
                name: string;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                /** Format: int32 */
                segment_id: number;
                segment_name: string;
                /** Format: int64 */
                sent: number;
                state: string;
                subject?: string | null;
                /** Format: int32 */
                told_days: number;
                /** Format: int32 */
                version: number;
                written_by: string;
                /** Format: int32 */
                written_by_id: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Case: {
            changes_cursor: string;
            items: (components["schemas"]["CaseRow"] & {
                breached: boolean;
                response: components["schemas"]["Deadline"];
                settlement: components["schemas"]["Deadline"];
            })[];
            next_cursor?: string | null;
        };
        Page_Claim: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                approved_minor?: number | null;
                checked_by?: string | null;
                /** Format: int32 */
                checked_by_id?: number | null;
                /** Format: int64 */
                claimed_minor: number;
                credit?: components["schemas"]["CreditNote"] | null;
                currency: string;
                /** Format: date */
                date: string;
                decided_by?: string | null;
                /** Format: uuid */
                id: string;
                lines: components["schemas"]["ClaimLine"][];
                made_at: components["schemas"]["Instant"];
                made_by: string;
                /** Format: int32 */
                org_unit_id: number;
                partner_code: string;
                /** Format: int32 */
                partner_customer_id?: number | null;
                /** Format: int32 */
                partner_id: number;
                partner_name: string;
                reason?: string | null;
                reference?: string | null;
                state: string;
                title: string;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Collection: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                account_id: number;
                /** Format: int64 */
                amount_minor: number;
                collected_at: components["schemas"]["Instant"];
                currency: string;
                customer_code: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                /** Format: date */
                date: string;
                erp?: components["schemas"]["ErpSeen"] | null;
                /** Format: uuid */
                id: string;
                method: string;
                note?: string | null;
                /** Format: int64 */
                on_account_minor: number;
                /** Format: int32 */
                outlet_id?: number | null;
                reason?: string | null;
                reference?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                settled: components["schemas"]["InvoicePart"][];
                /** Format: uuid */
                settlement_id?: string | null;
                state: string;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
                wanted: components["schemas"]["InvoicePart"][];
            }[];
            next_cursor?: string | null;
        };
        Page_CommissionStatement: {
            changes_cursor: string;
            items: {
                bands: components["schemas"]["CommissionBand"][];
                /** Format: int32 */
                calls_due?: number | null;
                /** Format: int32 */
                calls_made?: number | null;
                created_at: components["schemas"]["Instant"];
                currency: string;
                /** Format: int64 */
                earned_minor: number;
                /** Format: uuid */
                id: string;
                /** Format: date */
                month: string;
                plan_code: string;
                /** Format: int32 */
                plan_version: number;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: int64 */
                value_minor: number;
            }[];
            next_cursor?: string | null;
        };
        Page_CompetitorObservation: {
            changes_cursor: string;
            items: {
                brand: string;
                category?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: date */
                date: string;
                /** Format: int32 */
                facings?: number | null;
                /** Format: uuid */
                id: string;
                note?: string | null;
                observed_at: components["schemas"]["Instant"];
                /** Format: int32 */
                org_unit_id: number;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                /** Format: int64 */
                price_minor?: number | null;
                product?: string | null;
                promotion?: string | null;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Contact: {
            changes_cursor: string;
            items: {
                active: boolean;
                /** Format: date */
                birthday?: string | null;
                code: string;
                customer_code: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                email?: string | null;
                /** Format: int32 */
                id: number;
                name: string;
                note?: string | null;
                opted_out: string[];
                phone?: string | null;
                role: string;
                title?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Contract: {
            changes_cursor: string;
            items: (components["schemas"]["ContractRow"] & {
                validity: components["schemas"]["Validity"];
            })[];
            next_cursor?: string | null;
        };
        Page_CoverageOutlet: {
            changes_cursor: string;
            items: {
                /** Format: date */
                bought_on?: string | null;
                /** Format: int64 */
                category_facings: number;
                /** Format: int64 */
                category_minor: number;
                channel?: string | null;
                class: string;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: int64 */
                facings: number;
                in_stock?: boolean | null;
                must_sell: boolean;
                observed_at?: components["schemas"]["Instant"] | null;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                /** Format: int64 */
                sales_minor: number;
                was_in_stock: boolean;
            }[];
            next_cursor?: string | null;
        };
        Page_CreditAccount: {
            changes_cursor: string;
            items: {
                customer_code: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                /** Format: int64 */
                exposure_minor: number;
                /** Format: int32 */
                id: number;
                /** Format: int64 */
                ledger_minor: number;
                /** Format: int64 */
                limit_minor?: number | null;
                /** Format: date */
                oldest_due?: string | null;
                /** Format: int32 */
                overdue_days?: number | null;
                partner_code?: string | null;
                /** Format: int32 */
                partner_id?: number | null;
                /** Format: int32 */
                terms_days: number;
                /** Format: int64 */
                unbilled_minor: number;
                /** Format: int64 */
                unconfirmed_minor: number;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Customer: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                /** Format: int32 */
                id: number;
                industry?: string | null;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                phone?: string | null;
                /** Format: date */
                since?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_CustomerCare: {
            changes_cursor: string;
            items: {
                customer_code: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                /** Format: int64 */
                doubtful: number;
                /** Format: int64 */
                given_bp?: number | null;
                /** Format: int64 */
                given_minor: number;
                /** Format: int64 */
                held: number;
                /** Format: int64 */
                net_sales_minor: number;
                /** Format: int64 */
                not_held: number;
                /** Format: int64 */
                planned: number;
                /** Format: int32 */
                year: number;
            }[];
            next_cursor?: string | null;
        };
        Page_DeliveryView: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                attempts: number;
                created_at: components["schemas"]["Instant"];
                ended_at?: components["schemas"]["Instant"] | null;
                /** Format: int64 */
                events: number;
                /** Format: uuid */
                id: string;
                is_test: boolean;
                kinds: string[];
                last_error?: string | null;
                next_at?: components["schemas"]["Instant"] | null;
                state: string;
                urgent: boolean;
            }[];
            next_cursor?: string | null;
        };
        Page_Device: {
            changes_cursor: string;
            items: {
                app?: string | null;
                app_version?: string | null;
                /** Format: int32 */
                backlog?: number | null;
                can_declare: boolean;
                cloned_at?: components["schemas"]["Instant"] | null;
                enrolled_at: components["schemas"]["Instant"];
                grade: string;
                /** Format: int32 */
                id: number;
                label: string;
                last_seen_at?: components["schemas"]["Instant"] | null;
                lost_at?: components["schemas"]["Instant"] | null;
                model?: string | null;
                os?: string | null;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                revoked_at?: components["schemas"]["Instant"] | null;
                token_issued_at?: components["schemas"]["Instant"] | null;
                /** Format: int32 */
                version: number;
                wipe_told_at?: components["schemas"]["Instant"] | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Display: {
            changes_cursor: string;
            items: {
                credit?: components["schemas"]["CreditNote"] | null;
                currency: string;
                /** Format: int32 */
                customer_id?: number | null;
                enrolled_at: components["schemas"]["Instant"];
                /** Format: date */
                executed_on?: string | null;
                /** Format: uuid */
                execution_id?: string | null;
                first_by?: string | null;
                /** Format: int32 */
                first_by_id?: number | null;
                /** Format: uuid */
                id: string;
                /** Format: int32 */
                org_unit_id: number;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                /** Format: int32 */
                photos: number;
                programme_code: string;
                /** Format: int32 */
                programme_id: number;
                programme_name: string;
                reason?: string | null;
                reference?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                requirement: string;
                /** Format: int64 */
                reward_minor: number;
                second_by?: string | null;
                state: string;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_DisplayProgramme: {
            changes_cursor: string;
            items: {
                active: boolean;
                /** Format: int64 */
                approved: number;
                channels: string[];
                classes: string[];
                code: string;
                currency: string;
                /** Format: int64 */
                enrolled: number;
                /** Format: int64 */
                executed: number;
                /** Format: int64 */
                failed: number;
                /** Format: date */
                from: string;
                /** Format: int32 */
                id: number;
                name: string;
                /** Format: int64 */
                paid: number;
                requirement: string;
                /** Format: int64 */
                reward_minor: number;
                /** Format: date */
                to: string;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Document: {
            changes_cursor: string;
            items: (components["schemas"]["DocumentRow"] & {
                validity: components["schemas"]["Validity"];
            })[];
            next_cursor?: string | null;
        };
        Page_Erasure: {
            changes_cursor: string;
            items: {
                /** Format: date */
                before: string;
                digest?: string | null;
                /** Format: int32 */
                done: number;
                /** Format: date */
                due_on: string;
                ended_at?: components["schemas"]["Instant"] | null;
                erased: {
                    [key: string]: number;
                };
                /** Format: int32 */
                id: number;
                /** Format: int32 */
                of_steps: number;
                reason: string;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                requested_at: components["schemas"]["Instant"];
                /** Format: int32 */
                requested_by: number;
                requested_by_name: string;
                started_at?: components["schemas"]["Instant"] | null;
                state: components["schemas"]["ErasureState"];
                step?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_ErpMark: {
            changes_cursor: string;
            items: {
                at: components["schemas"]["Instant"];
                /** Format: int64 */
                attempts: number;
                by?: string | null;
                currency: string;
                /** Format: int32 */
                customer_id?: number | null;
                customer_name?: string | null;
                /** Format: date */
                date: string;
                /** Format: uuid */
                document_id: string;
                kind: string;
                /** Format: int64 */
                minor: number;
                number?: string | null;
                outdated: boolean;
                reason?: string | null;
                rep_name?: string | null;
                state: string;
            }[];
            next_cursor?: string | null;
        };
        Page_Expense: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                amount_minor: number;
                /** Format: int64 */
                approved_minor?: number | null;
                category: string;
                claim?: components["schemas"]["MileageClaim"] | null;
                /** Format: int32 */
                claimed_m?: number | null;
                currency: string;
                /** Format: date */
                date: string;
                /** Format: int64 */
                day_claimed_m?: number | null;
                decided_at?: components["schemas"]["Instant"] | null;
                decided_by?: string | null;
                /** Format: uuid */
                id: string;
                /** Format: int64 */
                measured_m?: number | null;
                note?: string | null;
                paid_at?: components["schemas"]["Instant"] | null;
                paid_by?: string | null;
                photos: string[];
                /** Format: int64 */
                rate_minor?: number | null;
                reason?: string | null;
                reference?: string | null;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                spent_at: components["schemas"]["Instant"];
                state: string;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_FaultView: {
            changes_cursor: string;
            items: ({
                cell?: string | null;
                code: string;
                field?: string | null;
                heading?: string | null;
                /** Format: int32 */
                line: number;
                /** Format: int32 */
                position: number;
                severity: string;
                value: string;
            } & {
                text: string;
            })[];
            next_cursor?: string | null;
        };
        Page_FieldException: {
            changes_cursor: string;
            items: {
                cause_ended_at?: components["schemas"]["Instant"] | null;
                /** Format: date */
                date: string;
                evidence: Record<string, never>;
                /** Format: uuid */
                id: string;
                kind: string;
                opened_at: components["schemas"]["Instant"];
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                outlet_code?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                /** Format: int32 */
                owner_id?: number | null;
                owner_name?: string | null;
                reason?: string | null;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                resolved_at?: components["schemas"]["Instant"] | null;
                resolved_by?: string | null;
                severity: string;
                state: string;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Form: {
            changes_cursor: string;
            items: {
                active: boolean;
                audience: components["schemas"]["OutletAudience"];
                code: string;
                /** Format: int32 */
                id: number;
                kind: string;
                name: components["schemas"]["FormWords"];
                questions: components["schemas"]["FormQuestion"][];
                required: boolean;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_FormResponse: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                answer_count: number;
                answered_at: components["schemas"]["Instant"];
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: date */
                date: string;
                /** Format: int32 */
                earned: number;
                /** Format: int32 */
                failed_count: number;
                form_code: string;
                form_name: components["schemas"]["FormWords"];
                /** Format: int32 */
                form_version: number;
                /** Format: uuid */
                id: string;
                kind: string;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                /** Format: int32 */
                possible: number;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: int64 */
                score_bp?: number | null;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Holiday: {
            changes_cursor: string;
            items: {
                /** Format: date */
                date: string;
                name: string;
                policy: string;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_ImportBatch: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                bad_rows: number;
                committed_at?: components["schemas"]["Instant"] | null;
                /** Format: int32 */
                created: number;
                created_at: components["schemas"]["Instant"];
                /** Format: int32 */
                done: number;
                /** Format: date */
                effective_from?: string | null;
                /** Format: int32 */
                ended: number;
                failure?: string | null;
                file_name: string;
                /** Format: int32 */
                id: number;
                kind: string;
                login?: string | null;
                options: Record<string, never>;
                reverted_at?: components["schemas"]["Instant"] | null;
                state: string;
                /** Format: int32 */
                total: number;
                /** Format: int32 */
                unchanged: number;
                /** Format: int32 */
                updated: number;
            }[];
            next_cursor?: string | null;
        };
        Page_ImportChange: {
            changes_cursor: string;
            items: {
                action: string;
                code: string;
                fields: Record<string, never>[];
                /** Format: int32 */
                line?: number | null;
                outlet_code?: string | null;
                part?: string | null;
                /** Format: int32 */
                position: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Invoice: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                account_id: number;
                currency: string;
                customer_code: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                /** Format: date */
                date: string;
                /** Format: date */
                due: string;
                /** Format: uuid */
                id: string;
                kind: string;
                number: string;
                /** Format: int64 */
                open_minor: number;
                /** Format: uuid */
                order_id?: string | null;
                overdue: boolean;
                /** Format: int64 */
                paid_minor: number;
                partner_code?: string | null;
                /** Format: int64 */
                total_minor: number;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_JointVisit: {
            changes_cursor: string;
            items: {
                by: string;
                /** Format: date */
                date: string;
                /** Format: uuid */
                id: string;
                note?: string | null;
                outlet_name?: string | null;
                recorded_at: components["schemas"]["Instant"];
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: int32 */
                user_id: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Member: {
            changes_cursor: string;
            items: {
                customer_code: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                /** Format: int64 */
                frequency?: number | null;
                industry?: string | null;
                /** Format: date */
                last_order?: string | null;
                /** Format: int64 */
                monetary?: number | null;
                /** Format: int64 */
                ordered_minor: number;
                /** Format: int64 */
                recency?: number | null;
                /** Format: date */
                since?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Message: {
            changes_cursor: string;
            items: {
                fetched_at?: components["schemas"]["Instant"] | null;
                /** Format: int64 */
                id: number;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                sent_at: components["schemas"]["Instant"];
                /** Format: int32 */
                sent_by?: number | null;
                sent_by_name?: string | null;
                text: string;
            }[];
            next_cursor?: string | null;
        };
        Page_MustSellList: {
            changes_cursor: string;
            items: {
                active: boolean;
                audience: components["schemas"]["OutletAudience"];
                code: string;
                /** Format: int32 */
                id: number;
                name: string;
                product_codes: string[];
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_NearExpiry: {
            changes_cursor: string;
            items: {
                batch: string;
                counted_at?: components["schemas"]["Instant"] | null;
                /** Format: int32 */
                days_left: number;
                /** Format: date */
                expires_on: string;
                /** Format: int64 */
                milli: number;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                product_code: string;
                /** Format: int32 */
                product_id: number;
                product_name: string;
                unit: string;
            }[];
            next_cursor?: string | null;
        };
        Page_Occasion: {
            changes_cursor: string;
            items: {
                act: string;
                active: boolean;
                /** Format: date */
                active_since?: string | null;
                /** Format: int64 */
                budget_minor?: number | null;
                dates: string[];
                /** Format: int32 */
                days_ahead: number;
                /** Format: int64 */
                doubtful: number;
                /** Format: int64 */
                given_minor: number;
                /** Format: int64 */
                held: number;
                /** Format: uuid */
                id: string;
                kind: string;
                made_at: components["schemas"]["Instant"];
                name: string;
                /** Format: int64 */
                not_held: number;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                own: boolean;
                /** Format: int64 */
                planned: number;
                /** Format: int32 */
                segment_id?: number | null;
                segment_name?: string | null;
                /** Format: int64 */
                spent_minor?: number | null;
                text?: string | null;
                /** Format: int64 */
                value_max_minor?: number | null;
                /** Format: int32 */
                version: number;
                way: string;
                /** Format: int32 */
                year: number;
            }[];
            next_cursor?: string | null;
        };
        Page_OccasionRecipient: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                contact_id?: number | null;
                contact_name?: string | null;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                /** Format: date */
                day?: string | null;
                instead?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                state: string;
                way: string;
                why?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Opportunity: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                amount_minor: number;
                closed_at?: components["schemas"]["Instant"] | null;
                /** Format: int32 */
                contact_id?: number | null;
                contact_name?: string | null;
                currency: string;
                /** Format: int32 */
                customer_id?: number | null;
                customer_name?: string | null;
                /** Format: date */
                expected_close?: string | null;
                /** Format: uuid */
                id: string;
                lost_reason?: string | null;
                made_at: components["schemas"]["Instant"];
                name: string;
                note?: string | null;
                outcome: string;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                /** Format: int32 */
                probability: number;
                /** Format: uuid */
                quotation_id?: string | null;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                stage: string;
                stage_since: components["schemas"]["Instant"];
                steps: components["schemas"]["OpportunityStep"][];
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Order: {
            changes_cursor: string;
            items: {
                billing: components["schemas"]["Billing"];
                cash: boolean;
                currency: string;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                customer_name?: string | null;
                /** Format: date */
                date: string;
                /** Format: int64 */
                delivered_minor: number;
                erp?: components["schemas"]["ErpSeen"] | null;
                holds: string[];
                /** Format: uuid */
                id: string;
                /** Format: int64 */
                invoiced_minor: number;
                lines: components["schemas"]["OrderLine"][];
                /** Format: int64 */
                live_minor: number;
                note?: string | null;
                ordered_at: components["schemas"]["Instant"];
                outlet_code?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                payment: components["schemas"]["Payment"];
                price_note?: unknown;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: int32 */
                revision: number;
                source: string;
                state: string;
                /** Format: int32 */
                supplier_id?: number | null;
                /** Format: int64 */
                tax_minor: number;
                /** Format: int64 */
                total_minor: number;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_OrgUnit: {
            changes_cursor: string;
            items: {
                code: string;
                /** Format: int32 */
                id: number;
                kind: string;
                name: string;
                parent_code?: string | null;
                /** Format: int32 */
                parent_id?: number | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Outlet: {
            changes_cursor: string;
            items: {
                address?: string | null;
                channel?: string | null;
                class: string;
                closed_at?: components["schemas"]["Instant"] | null;
                code: string;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: int32 */
                id: number;
                /** Format: double */
                lat?: number | null;
                /** Format: double */
                lng?: number | null;
                /** Format: int32 */
                merged_into?: number | null;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                phone?: string | null;
                polygon?: unknown;
                /** Format: int32 */
                radius_m?: number | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_OutletRequest: {
            changes_cursor: string;
            items: {
                /** Format: double */
                accuracy_m?: number | null;
                address?: string | null;
                channel?: string | null;
                class: string;
                decided_at?: components["schemas"]["Instant"] | null;
                decided_by?: string | null;
                /** Format: date */
                effective_from?: string | null;
                /** Format: uuid */
                id: string;
                /** Format: double */
                lat: number;
                /** Format: double */
                lng: number;
                name: string;
                note?: string | null;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                outlet_code?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                phone?: string | null;
                photo?: string | null;
                reason?: string | null;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                requested_at: components["schemas"]["Instant"];
                requested_by?: string | null;
                state: string;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_OutOfStock: {
            changes_cursor: string;
            items: {
                /** Format: uuid */
                count_id: string;
                counted_at: components["schemas"]["Instant"];
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                product_code: string;
                /** Format: int32 */
                product_id: number;
                product_name: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Partner: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                customer_code?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: int32 */
                id: number;
                kind: string;
                name: string;
                parent_code?: string | null;
                /** Format: int32 */
                parent_id?: number | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_PeriodView: {
            changes_cursor: string;
            items: {
                closed_at?: components["schemas"]["Instant"] | null;
                closed_by?: string | null;
                month: string;
                state: string;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Photo: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                bits_apart?: number | null;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: date */
                date: string;
                decided_at?: components["schemas"]["Instant"] | null;
                decided_by?: string | null;
                /** Format: int32 */
                distance_m?: number | null;
                findings: string[];
                /** Format: int32 */
                height: number;
                /** Format: uuid */
                id: string;
                note?: string | null;
                /** Format: int32 */
                off_s?: number | null;
                /** Format: int32 */
                org_unit_id: number;
                outlet_code?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                reason?: string | null;
                /** Format: uuid */
                record_id: string;
                record_kind: string;
                removed: boolean;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: uuid */
                reused_of?: string | null;
                status: string;
                subject?: string | null;
                taken_at: components["schemas"]["Instant"];
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
                /** Format: int32 */
                width: number;
            }[];
            next_cursor?: string | null;
        };
        Page_PinnedOutlet: {
            changes_cursor: string;
            items: {
                class: string;
                /** Format: double */
                lat?: number | null;
                /** Format: double */
                lng?: number | null;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
            }[];
            next_cursor?: string | null;
        };
        Page_PinProposal: {
            changes_cursor: string;
            items: {
                decided_at?: components["schemas"]["Instant"] | null;
                decided_by?: string | null;
                decision_reason?: string | null;
                /** Format: double */
                distance_m?: number | null;
                /** Format: date */
                effective_from?: string | null;
                /** Format: int32 */
                id: number;
                is_near: boolean;
                /** Format: double */
                new_lat?: number | null;
                /** Format: double */
                new_lng?: number | null;
                /** Format: double */
                old_lat?: number | null;
                /** Format: double */
                old_lng?: number | null;
                /** Format: int32 */
                org_unit_id: number;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                proposed_at: components["schemas"]["Instant"];
                /** Format: int32 */
                radius_m?: number | null;
                reason?: string | null;
                /** Format: int64 */
                redecided: number;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                /** Format: int32 */
                reps: number;
                source: string;
                /** Format: double */
                spread_m: number;
                state: string;
                /** Format: int32 */
                undoes_id?: number | null;
                /** Format: int32 */
                version: number;
                visits: string[];
            }[];
            next_cursor?: string | null;
        };
        Page_PlanDeviation: {
            changes_cursor: string;
            items: {
                /** Format: uuid */
                absence_id?: string | null;
                approved_by?: string | null;
                change: string;
                /** Format: date */
                date: string;
                /** Format: int64 */
                id: number;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                reason: string;
                recorded_at: components["schemas"]["Instant"];
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: date */
                to_date?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_PriceList: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: int32 */
                id: number;
                name: string;
                outlet_class?: string | null;
                /** Format: int32 */
                partner_id?: number | null;
                /** Format: int64 */
                prices: number;
                tax_included: boolean;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_PrivacyNotice: {
            changes_cursor: string;
            items: {
                published_at: components["schemas"]["Instant"];
                /** Format: int32 */
                published_by: number;
                published_by_name: string;
                texts: {
                    [key: string]: string;
                };
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Product: {
            changes_cursor: string;
            items: {
                active: boolean;
                category?: string | null;
                /** Format: int32 */
                category_id?: number | null;
                code: string;
                /** Format: int32 */
                id: number;
                name: string;
                /** Format: int32 */
                tax_bp: number;
                units: {
                    [key: string]: number;
                };
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_QuarantinedRecord: {
            changes_cursor: string;
            items: {
                app: string;
                at?: components["schemas"]["Instant"] | null;
                detail: string;
                /** Format: int32 */
                device_id: number;
                device_label?: string | null;
                /** Format: int64 */
                id: number;
                received_at: components["schemas"]["Instant"];
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                settled_at?: components["schemas"]["Instant"] | null;
                state: components["schemas"]["QuarantineState"];
                whole: boolean;
            }[];
            next_cursor?: string | null;
        };
        Page_Quotation: {
            changes_cursor: string;
            items: {
                currency: string;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: uuid */
                id: string;
                note?: string | null;
                /** Format: uuid */
                order_id?: string | null;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                priced: components["schemas"]["Priced"];
                quoted_at: components["schemas"]["Instant"];
                reason?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                state: string;
                /** Format: int64 */
                total_minor: number;
                /** Format: date */
                valid_to: string;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_ReasonGroup: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                name_en: string;
                name_vi: string;
                name_zh: string;
                /** Format: int32 */
                sequence: number;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Recipient: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                attempts: number;
                /** Format: int32 */
                contact_id: number;
                contact_name: string;
                /** Format: int32 */
                customer_id: number;
                customer_name: string;
                ended_at?: components["schemas"]["Instant"] | null;
                last_error?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                state: string;
                target?: string | null;
                why?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Rep: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                /** Format: int32 */
                id: number;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                phone?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_RepConsent: {
            changes_cursor: string;
            items: {
                at?: components["schemas"]["Instant"] | null;
                current: boolean;
                /** Format: int32 */
                device_id?: number | null;
                device_label?: string | null;
                language?: string | null;
                org_unit_name?: string | null;
                received_at?: components["schemas"]["Instant"] | null;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                standing: components["schemas"]["ConsentStanding"];
                /** Format: int32 */
                version?: number | null;
            }[];
            next_cursor?: string | null;
        };
        Page_RepRow: {
            changes_cursor: string;
            items: (components["schemas"]["RepView"] & {
                totals: components["schemas"]["Totals"];
            })[];
            next_cursor?: string | null;
        };
        Page_Route: {
            changes_cursor: string;
            items: {
                code: string;
                /** Format: int32 */
                id: number;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                outlets: components["schemas"]["RouteOutlet"][];
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_SalesReturn: {
            changes_cursor: string;
            items: {
                currency: string;
                /** Format: int32 */
                customer_id?: number | null;
                decided_by?: string | null;
                decision_reason?: string | null;
                erp?: components["schemas"]["ErpSeen"] | null;
                /** Format: uuid */
                id: string;
                lines: components["schemas"]["DeliveryLine"][];
                /** Format: int64 */
                on_account_minor: number;
                /** Format: uuid */
                order_id: string;
                reason: string;
                /** Format: int32 */
                rep_id: number;
                returned_at: components["schemas"]["Instant"];
                state: string;
                /** Format: int64 */
                value_minor: number;
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Scenario: {
            changes_cursor: string;
            items: {
                created_at: components["schemas"]["Instant"];
                created_by?: string | null;
                /** Format: date */
                effective_from?: string | null;
                fault?: string | null;
                /** Format: int32 */
                id: number;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                /** Format: int32 */
                outlets: number;
                /** Format: int32 */
                progress_permille: number;
                /** Format: date-time */
                published_at?: string | null;
                /** Format: int32 */
                published_solution?: number | null;
                /** Format: int32 */
                reps: number;
                settings: components["schemas"]["ScenarioSettings"];
                /** Format: int64 */
                solutions: number;
                solving?: string | null;
                stage?: string | null;
                state: string;
                travel?: Record<string, never> | null;
                updated_at: components["schemas"]["Instant"];
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_ScenarioOutlet: {
            changes_cursor: string;
            items: {
                class: string;
                /** Format: double */
                lat?: number | null;
                /** Format: double */
                lng?: number | null;
                locked: boolean;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                /** Format: int32 */
                service_minutes: number;
                /** Format: int64 */
                value_minor: number;
                /** Format: int32 */
                visits: number;
                window?: string[] | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Scheme: {
            changes_cursor: string;
            items: {
                active: boolean;
                audience: components["schemas"]["Audience"];
                /** Format: int64 */
                budget_minor?: number | null;
                code: string;
                /** Format: int32 */
                id: number;
                name: string;
                /** Format: int64 */
                outlet_cap_minor?: number | null;
                /** Format: int32 */
                priority: number;
                products: components["schemas"]["Selector"];
                rule: components["schemas"]["SchemeRule"];
                /** Format: int32 */
                stack_group: number;
                stackable: boolean;
                /** Format: date */
                valid_from?: string | null;
                /** Format: date */
                valid_to?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_SchemeProgress: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                bought_milli: number;
                /** Format: int32 */
                customer_id?: number | null;
                /** Format: int64 */
                due_minor?: number | null;
                /** Format: int64 */
                missing_milli?: number | null;
                /** Format: int64 */
                missing_minor?: number | null;
                next?: components["schemas"]["PeriodTier"] | null;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                reached?: components["schemas"]["PeriodTier"] | null;
                settled?: components["schemas"]["SchemeSettled"] | null;
                /** Format: int64 */
                value_minor: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Segment: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                /** Format: int32 */
                id: number;
                name: string;
                rule: components["schemas"]["SegmentRule"];
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_Settlement: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                collections: number;
                /** Format: int64 */
                counted_cash_minor?: number | null;
                /** Format: date */
                date: string;
                /** Format: int64 */
                expected_cash_minor: number;
                /** Format: int64 */
                expected_minor: number;
                handed_in_at: components["schemas"]["Instant"];
                /** Format: uuid */
                id: string;
                posted_at?: components["schemas"]["Instant"] | null;
                posted_by?: string | null;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                state: string;
                /** Format: int64 */
                variance_minor?: number | null;
                variance_reason?: string | null;
                verified_at?: components["schemas"]["Instant"] | null;
                verified_by?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_StockBalance: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                available_milli: number;
                counted_at?: components["schemas"]["Instant"] | null;
                /** Format: int64 */
                counted_milli?: number | null;
                /** Format: int64 */
                expired_milli: number;
                lots: components["schemas"]["StockLot"][];
                /** Format: int64 */
                on_hand_milli: number;
                product_code: string;
                /** Format: int32 */
                product_id: number;
                product_name: string;
                /** Format: int64 */
                reserved_milli: number;
                unit: string;
            }[];
            next_cursor?: string | null;
        };
        Page_StockCount: {
            changes_cursor: string;
            items: {
                counted_at: components["schemas"]["Instant"];
                /** Format: date */
                date: string;
                /** Format: uuid */
                id: string;
                lines: components["schemas"]["StockCountLine"][];
                note?: string | null;
                outlet_code: string;
                /** Format: int32 */
                outlet_id: number;
                outlet_name: string;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_StockLocation: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                /** Format: int32 */
                id: number;
                is_default: boolean;
                kind: string;
                name: string;
                outlet_code?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                partner_code?: string | null;
                /** Format: int32 */
                partner_id?: number | null;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_StockMove: {
            changes_cursor: string;
            items: {
                batch: string;
                by?: string | null;
                /** Format: uuid */
                counter_of?: string | null;
                /** Format: uuid */
                countered_by?: string | null;
                /** Format: uuid */
                document_id?: string | null;
                /** Format: date */
                expires_on?: string | null;
                /** Format: int64 */
                id: number;
                kind: string;
                location_code: string;
                /** Format: int32 */
                location_id: number;
                location_name: string;
                /** Format: int64 */
                milli: number;
                moved_at: components["schemas"]["Instant"];
                note?: string | null;
                /** Format: uuid */
                posting_id: string;
                product_code: string;
                /** Format: int32 */
                product_id: number;
                product_name: string;
                reason?: string | null;
                recorded_at: components["schemas"]["Instant"];
                unit: string;
            }[];
            next_cursor?: string | null;
        };
        Page_SubscriptionView: {
            changes_cursor: string;
            items: {
                channel: string;
                created_at: components["schemas"]["Instant"];
                critical_breaks_quiet: boolean;
                device?: string | null;
                enabled: boolean;
                /** Format: int32 */
                gather_min: number;
                /** Format: uuid */
                id: string;
                kinds: string[];
                min_severity: string;
                name: string;
                /** Format: int32 */
                org_unit_id?: number | null;
                org_unit_name?: string | null;
                quiet: components["schemas"]["QuietSpanView"][];
                suspended?: string | null;
                target: string;
                updated_at: components["schemas"]["Instant"];
                /** Format: int32 */
                user_id: number;
                user_name: string;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_SupplyOrder: {
            changes_cursor: string;
            items: {
                confirmed_at?: components["schemas"]["Instant"] | null;
                confirmed_by?: string | null;
                created_at: components["schemas"]["Instant"];
                created_by?: string | null;
                /** Format: date */
                expected_on?: string | null;
                from_code?: string | null;
                /** Format: int32 */
                from_id?: number | null;
                from_name?: string | null;
                /** Format: uuid */
                id: string;
                lines: components["schemas"]["SupplyOrderLine"][];
                note?: string | null;
                /** Format: int32 */
                partner_id?: number | null;
                partner_name?: string | null;
                reason?: string | null;
                received_at?: components["schemas"]["Instant"] | null;
                received_by?: string | null;
                shipped_at?: components["schemas"]["Instant"] | null;
                shipped_by?: string | null;
                state: string;
                submitted_at?: components["schemas"]["Instant"] | null;
                to_code: string;
                /** Format: int32 */
                to_id: number;
                to_name: string;
                /** Format: int32 */
                version: number;
                /** Format: date */
                wanted_on?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Target: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                id: number;
                measure: string;
                /** Format: date */
                month: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                org_unit_name: string;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                set_by?: string | null;
                updated_at: components["schemas"]["Instant"];
                /** Format: int64 */
                value?: number | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_TargetRow: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                amount: number;
                /** Format: date */
                date?: string | null;
                /** Format: uuid */
                document_id?: string | null;
                kind: string;
                /** Format: uuid */
                order_id?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                product_code?: string | null;
                rep?: components["schemas"]["Named"] | null;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Task: {
            changes_cursor: string;
            items: {
                /** Format: int32 */
                contact_id?: number | null;
                contact_name?: string | null;
                /** Format: int32 */
                customer_id?: number | null;
                customer_name?: string | null;
                due_at?: components["schemas"]["Instant"] | null;
                /** Format: date */
                due_date?: string | null;
                ended_at?: components["schemas"]["Instant"] | null;
                /** Format: uuid */
                id: string;
                made_at: components["schemas"]["Instant"];
                note?: string | null;
                outcome?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                overdue: boolean;
                priority: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                state: string;
                subject: string;
                updated_at: components["schemas"]["Instant"];
                /** Format: int32 */
                version: number;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Territory: {
            changes_cursor: string;
            items: {
                active: boolean;
                /** Format: int64 */
                area_m2: number;
                code: string;
                /** Format: int32 */
                corners: number;
                /** Format: int32 */
                id: number;
                kind: string;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                rep_code?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                rep_name?: string | null;
                shape?: Record<string, never> | null;
                updated_at: components["schemas"]["Instant"];
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_TimelineItem: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                amount_minor?: number | null;
                at: components["schemas"]["Instant"];
                date_doubtful?: boolean | null;
                direction?: string | null;
                /** Format: uuid */
                id: string;
                kind: string;
                number?: string | null;
                /** Format: uuid */
                order_id?: string | null;
                /** Format: int32 */
                outlet_id?: number | null;
                outlet_name?: string | null;
                rep_name?: string | null;
                sort?: string | null;
                state: string;
                subject?: string | null;
                /** Format: uuid */
                visit_id?: string | null;
            }[];
            next_cursor?: string | null;
        };
        Page_Trip: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                cash_due_minor: number;
                /** Format: int64 */
                collected_cash_minor: number;
                /** Format: int64 */
                collected_other_minor: number;
                currency: string;
                /** Format: date */
                date: string;
                driver: string;
                /** Format: int32 */
                from_id?: number | null;
                from_name?: string | null;
                goods: components["schemas"]["TripGoods"][];
                /** Format: uuid */
                id: string;
                loaded_at?: components["schemas"]["Instant"] | null;
                loaded_by?: string | null;
                note?: string | null;
                reason?: string | null;
                /** Format: int32 */
                rep_id?: number | null;
                settled_at?: components["schemas"]["Instant"] | null;
                settled_by?: string | null;
                state: string;
                stops: components["schemas"]["TripStop"][];
                /** Format: int32 */
                user_id?: number | null;
                /** Format: int32 */
                van_id?: number | null;
                van_name?: string | null;
                vehicle?: string | null;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_UnsyncedDay: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                backlog: number;
                /** Format: date */
                date: string;
                device_last_seen_at?: components["schemas"]["Instant"] | null;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                since: components["schemas"]["Instant"];
            }[];
            next_cursor?: string | null;
        };
        Page_User: {
            changes_cursor: string;
            items: {
                disabled_at?: components["schemas"]["Instant"] | null;
                /** Format: int32 */
                id: number;
                language: string;
                login: string;
                name: string;
                org_unit_code: string;
                /** Format: int32 */
                org_unit_id: number;
                role: string;
                second_factor: boolean;
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_VanDay: {
            changes_cursor: string;
            items: {
                /** Format: int64 */
                cash_handed_in_minor: number;
                /** Format: int64 */
                cash_minor: number;
                closed_at?: components["schemas"]["Instant"] | null;
                closed_by?: string | null;
                counted_at?: components["schemas"]["Instant"] | null;
                counted_by?: string | null;
                currency: string;
                /** Format: date */
                date: string;
                /** Format: int64 */
                difference_minor: number;
                /** Format: uuid */
                id?: string | null;
                lines: components["schemas"]["VanDayLine"][];
                /** Format: int64 */
                other_handed_in_minor: number;
                /** Format: int64 */
                other_minor: number;
                reason?: string | null;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                state: string;
                van_code: string;
                /** Format: int32 */
                van_id: number;
                van_name: string;
            }[];
            next_cursor?: string | null;
        };
        Page_VisitReason: {
            changes_cursor: string;
            items: {
                active: boolean;
                code: string;
                group_code: string;
                name_en: string;
                name_vi: string;
                name_zh: string;
                /** Format: int32 */
                sequence: number;
                uses: string[];
                /** Format: int32 */
                version: number;
            }[];
            next_cursor?: string | null;
        };
        Page_VisitSummary: {
            changes_cursor: string;
            items: {
                accompanied: components["schemas"]["Accompanied"][];
                appeal?: components["schemas"]["AppealView"] | null;
                arrived_at?: components["schemas"]["Instant"] | null;
                check_in_at?: components["schemas"]["Instant"] | null;
                check_out_at?: components["schemas"]["Instant"] | null;
                currency?: string | null;
                /** Format: date */
                date: string;
                departed_at?: components["schemas"]["Instant"] | null;
                /** Format: double */
                dwell_s: number;
                effective_overall: components["schemas"]["Overall"];
                /** Format: uuid */
                id: string;
                /** Format: int64 */
                order_total_minor?: number | null;
                /** Format: int32 */
                org_unit_id: number;
                outlet?: components["schemas"]["VisitOutlet"] | null;
                provisional: boolean;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                review?: components["schemas"]["ReviewView"] | null;
                /** Format: int32 */
                revision: number;
                source: components["schemas"]["VisitSource"];
                state: components["schemas"]["VisitState"];
                verdict: components["schemas"]["Verdict"];
                visit_type: components["schemas"]["VisitType"];
            }[];
            next_cursor?: string | null;
        };
        PairDecided: {
            decided_at: components["schemas"]["Instant"];
            decision: string;
            /** Format: int32 */
            first_id: number;
            /** Format: int32 */
            id: number;
            reason: string;
            /** Format: int32 */
            second_id: number;
            /** Format: int32 */
            survivor_id?: number | null;
            undone_at?: components["schemas"]["Instant"] | null;
        };
        PairDecisionPut: {
            /** @enum {string} */
            decision: "same" | "different";
            /** Format: date */
            effective_from?: string | null;
            outlet_ids: number[];
            reason: string;
            /** Format: int32 */
            survivor_id?: number | null;
        };
        PairedOutlet: {
            address?: string | null;
            code: string;
            /** Format: int32 */
            id: number;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            name: string;
            org_unit_code: string;
            phone?: string | null;
            routes: string[];
            /** Format: int64 */
            visits: number;
        };
        PairRollbackPut: {
            reason: string;
        };
        PairsSuggested: {
            items: components["schemas"]["OutletPair"][];
            total: number;
        };
        Partner: {
            active: boolean;
            code: string;
            customer_code?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int32 */
            id: number;
            kind: string;
            name: string;
            parent_code?: string | null;
            /** Format: int32 */
            parent_id?: number | null;
            /** Format: int32 */
            version: number;
        };
        PartnerPut: {
            active?: boolean | null;
            code?: string;
            customer_code?: string | null;
            kind?: string | null;
            name?: string | null;
            parent_code?: string | null;
        };
        PasswordAgain: {
            password: string;
        };
        PasswordChange: {
            new_password: string;
            password: string;
        };
        PasswordReset: {
            code: string;
            login: string;
            new_password: string;
        };
        PasswordResetCode: {
            code: string;
            expires_at: components["schemas"]["Instant"];
            login: string;
        };
        /** @enum {string} */
        Payment: "unpaid" | "partly_paid" | "paid" | "overdue";
        Pending: {
            /** Format: int64 */
            acknowledged: number;
            kind: string;
            /** Format: int64 */
            open: number;
        };
        /** @enum {string} */
        Period: "days_30" | "days_90" | "days_365";
        PeriodTier: components["schemas"]["Tier"] | components["schemas"]["ValueTier"];
        PeriodView: {
            closed_at?: components["schemas"]["Instant"] | null;
            closed_by?: string | null;
            month: string;
            state: string;
            /** Format: int32 */
            version: number;
        };
        PeriodWhole: components["schemas"]["PeriodView"] & {
            figures: components["schemas"]["ClosedFigures"][];
        };
        PermissionsView: {
            at: components["schemas"]["Instant"];
            background?: boolean | null;
            battery_optimized?: boolean | null;
            battery_saver?: boolean | null;
            location?: string | null;
            location_service?: boolean | null;
            notifications?: boolean | null;
            precise?: boolean | null;
        };
        Persona: {
            login: string;
            name: string;
            org_unit: string;
            role: string;
        };
        PersonaBody: {
            login: string;
        };
        /** @enum {string} */
        PhoneApp: "traccar" | "owntracks" | "overland" | "gpslogger";
        PhoneView: {
            app?: string | null;
            app_version?: string | null;
            /** Format: int32 */
            backlog?: number | null;
            battery?: components["schemas"]["BatteryView"] | null;
            /** Format: int64 */
            clock_offset_ms?: number | null;
            /** Format: int32 */
            device_id: number;
            label: string;
            last_contact_at?: components["schemas"]["Instant"] | null;
            model?: string | null;
            os?: string | null;
            permissions?: components["schemas"]["PermissionsView"] | null;
            revoked_at?: components["schemas"]["Instant"] | null;
        };
        Photo: {
            /** Format: int32 */
            bits_apart?: number | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            date: string;
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            /** Format: int32 */
            distance_m?: number | null;
            findings: string[];
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            id: string;
            note?: string | null;
            /** Format: int32 */
            off_s?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            reason?: string | null;
            /** Format: uuid */
            record_id: string;
            record_kind: string;
            removed: boolean;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: uuid */
            reused_of?: string | null;
            status: string;
            subject?: string | null;
            taken_at: components["schemas"]["Instant"];
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
            /** Format: int32 */
            width: number;
        };
        /** @enum {string} */
        PhotoDecision: "approved" | "rejected" | "pending";
        PhotoDecisionAnswer: {
            results: components["schemas"]["PhotoDecisionResult"][];
        };
        PhotoDecisionItem: {
            decision: components["schemas"]["PhotoDecision"];
            /** Format: uuid */
            photo_id: string;
            reason?: string | null;
        };
        PhotoDecisionResult: {
            error?: components["schemas"]["Fault"][];
            index: number;
            /** Format: uuid */
            photo_id: string;
            status: string;
        };
        PhotoDecisions: {
            items: components["schemas"]["PhotoDecisionItem"][];
        };
        PhotoWhole: {
            /** Format: int32 */
            bits_apart?: number | null;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: date */
            date: string;
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            /** Format: int32 */
            distance_m?: number | null;
            findings: string[];
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            id: string;
            note?: string | null;
            /** Format: int32 */
            off_s?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            reason?: string | null;
            /** Format: uuid */
            record_id: string;
            record_kind: string;
            removed: boolean;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: uuid */
            reused_of?: string | null;
            status: string;
            subject?: string | null;
            taken_at: components["schemas"]["Instant"];
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
            /** Format: int32 */
            width: number;
        } & {
            original?: components["schemas"]["Photo"] | null;
        };
        PinDecided: {
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            decision_reason?: string | null;
            /** Format: double */
            distance_m?: number | null;
            /** Format: date */
            effective_from?: string | null;
            /** Format: int32 */
            id: number;
            is_near: boolean;
            /** Format: double */
            new_lat?: number | null;
            /** Format: double */
            new_lng?: number | null;
            /** Format: double */
            old_lat?: number | null;
            /** Format: double */
            old_lng?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            proposed_at: components["schemas"]["Instant"];
            /** Format: int32 */
            radius_m?: number | null;
            reason?: string | null;
            /** Format: int64 */
            redecided: number;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            /** Format: int32 */
            reps: number;
            source: string;
            /** Format: double */
            spread_m: number;
            state: string;
            /** Format: int32 */
            undoes_id?: number | null;
            /** Format: int32 */
            version: number;
            visits: string[];
        } & {
            redecided_visits: string[];
        };
        PinnedOutlet: {
            class: string;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
        };
        PinProposal: {
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            decision_reason?: string | null;
            /** Format: double */
            distance_m?: number | null;
            /** Format: date */
            effective_from?: string | null;
            /** Format: int32 */
            id: number;
            is_near: boolean;
            /** Format: double */
            new_lat?: number | null;
            /** Format: double */
            new_lng?: number | null;
            /** Format: double */
            old_lat?: number | null;
            /** Format: double */
            old_lng?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            proposed_at: components["schemas"]["Instant"];
            /** Format: int32 */
            radius_m?: number | null;
            reason?: string | null;
            /** Format: int64 */
            redecided: number;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            /** Format: int32 */
            reps: number;
            source: string;
            /** Format: double */
            spread_m: number;
            state: string;
            /** Format: int32 */
            undoes_id?: number | null;
            /** Format: int32 */
            version: number;
            visits: string[];
        };
        PinProposalWhole: {
            decided_at?: components["schemas"]["Instant"] | null;
            decided_by?: string | null;
            decision_reason?: string | null;
            /** Format: double */
            distance_m?: number | null;
            /** Format: date */
            effective_from?: string | null;
            /** Format: int32 */
            id: number;
            is_near: boolean;
            /** Format: double */
            new_lat?: number | null;
            /** Format: double */
            new_lng?: number | null;
            /** Format: double */
            old_lat?: number | null;
            /** Format: double */
            old_lng?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            proposed_at: components["schemas"]["Instant"];
            /** Format: int32 */
            radius_m?: number | null;
            reason?: string | null;
            /** Format: int64 */
            redecided: number;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            /** Format: int32 */
            reps: number;
            source: string;
            /** Format: double */
            spread_m: number;
            state: string;
            /** Format: int32 */
            undoes_id?: number | null;
            /** Format: int32 */
            version: number;
            visits: string[];
        } & {
            sightings: components["schemas"]["SightingView"][];
        };
        PinRollbackPut: {
            /** Format: date */
            effective_from?: string | null;
            reason: string;
        };
        /** @enum {string} */
        PlaceVerdict: "inside" | "likely" | "borderline" | "outside" | "unknown" | "no_reference";
        PlaceView: {
            /** Format: double */
            accuracy_m: number;
            at: components["schemas"]["Instant"];
            /** Format: double */
            distance_m: number;
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
        };
        PlanDeviation: {
            /** Format: uuid */
            absence_id?: string | null;
            approved_by?: string | null;
            change: string;
            /** Format: date */
            date: string;
            /** Format: int64 */
            id: number;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            reason: string;
            recorded_at: components["schemas"]["Instant"];
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: date */
            to_date?: string | null;
        };
        PlanStop: {
            /** Format: uuid */
            absence_id?: string | null;
            /** Format: int32 */
            covers_rep_id?: number | null;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            route_code: string;
            /** Format: int32 */
            route_id: number;
            /** Format: int32 */
            sequence: number;
            /** Format: int32 */
            service_minutes?: number | null;
            window?: string[] | null;
        };
        /** @enum {string} */
        PlanVerdict: "on_plan" | "off_day" | "off_route" | "unrouted" | "new_outlet" | "repeat";
        PlanView: {
            /** Format: date */
            date: string;
            deviations: components["schemas"]["Deviation"][];
            frozen_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            rep_id: number;
            /** Format: int32 */
            rule_version: number;
            stops: components["schemas"]["PlanStop"][];
        };
        Position: {
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
        };
        PositionView: {
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
        };
        Preview: {
            count: number;
            truncated: boolean;
        };
        PreviewAsk: {
            rule: components["schemas"]["SegmentRule"];
        };
        Price: {
            /** Format: int64 */
            minor: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            unit: string;
        };
        PriceAsk: {
            cash?: boolean;
            /** Format: date */
            date?: string | null;
            lines: components["schemas"]["PriceAskLine"][];
            /** Format: int32 */
            outlet_id: number;
        };
        PriceAskLine: {
            product_code: string;
            /** Format: int64 */
            quantity_milli: number;
            unit: string;
        };
        Priced: {
            applied: components["schemas"]["Applied"][];
            /** Format: int64 */
            discount_minor: number;
            free: components["schemas"]["FreeLine"][];
            /** Format: int64 */
            gross_minor: number;
            lines: components["schemas"]["PricedLine"][];
            /** Format: int64 */
            tax_minor: number;
            /** Format: int64 */
            total_minor: number;
        };
        PricedLine: {
            benefits: components["schemas"]["LineShare"][];
            /** Format: int64 */
            gross_minor: number;
            /** Format: int64 */
            net_minor: number;
            price: components["schemas"]["UnitPrice"];
            product: components["schemas"]["i32"];
            /** Format: int64 */
            quantity_milli: number;
            /** Format: int64 */
            tax_minor: number;
            /** Format: int64 */
            total_minor: number;
            unit: string;
        };
        PriceList: {
            active: boolean;
            code: string;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int32 */
            id: number;
            name: string;
            outlet_class?: string | null;
            /** Format: int32 */
            partner_id?: number | null;
            /** Format: int64 */
            prices: number;
            tax_included: boolean;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
            /** Format: int32 */
            version: number;
        };
        PriceListPut: {
            active?: boolean | null;
            code?: string;
            customer_code?: string | null;
            name?: string | null;
            outlet_class?: string | null;
            partner_code?: string | null;
            prices?: components["schemas"]["PricePut"][];
            tax_included?: boolean | null;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
        };
        PricePut: {
            /** Format: int64 */
            minor?: number | null;
            product_code: string;
            unit: string;
        };
        Prices: {
            items: components["schemas"]["Price"][];
        };
        /** @enum {string} */
        Priority: "low" | "normal" | "high" | "urgent";
        PrivacyNotice: {
            published_at: components["schemas"]["Instant"];
            /** Format: int32 */
            published_by: number;
            published_by_name: string;
            texts: {
                [key: string]: string;
            };
            /** Format: int32 */
            version: number;
        };
        PrivacyNoticePut: {
            /** Format: int32 */
            confirm?: number | null;
            texts: {
                [key: string]: string;
            };
        };
        ProblemBody: {
            code: string;
            detail?: string | null;
            errors: components["schemas"]["Fault"][];
            missing?: components["schemas"]["Short"][];
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            type: string;
        };
        Processing: {
            data: string;
            erased: string;
            kept_by?: string | null;
            /** Format: int64 */
            kept_days?: number | null;
            looks_are_logged: boolean;
            readers: components["schemas"]["Role"][];
        };
        ProcessingRecord: {
            company?: string | null;
            /** Format: int64 */
            contacts: number;
            deeds: components["schemas"]["DataDeed"][];
            items: components["schemas"]["Processing"][];
            made_at: components["schemas"]["Instant"];
            recipients: components["schemas"]["DataRecipient"][];
            /** Format: int64 */
            reps: number;
        };
        Product: {
            active: boolean;
            category?: string | null;
            /** Format: int32 */
            category_id?: number | null;
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int32 */
            tax_bp: number;
            units: {
                [key: string]: number;
            };
            /** Format: int32 */
            version: number;
        };
        ProductPut: {
            active?: boolean | null;
            category?: string | null;
            code?: string;
            name?: string | null;
            /** Format: int32 */
            tax_bp?: number | null;
            units?: {
                [key: string]: number;
            } | null;
        };
        Profile: {
            /** Format: int32 */
            id: number;
            language: string;
            login: string;
            name: string;
            /** Format: int32 */
            org_unit_id: number;
            role: string;
        };
        Properties: {
            /** Format: int64 */
            area_m2: number;
            code: string;
            h3_cells?: string[] | null;
            name: string;
            org_unit_code: string;
            outlets: number;
            rep_code?: string | null;
            rep_name?: string | null;
        };
        Publication: {
            dry_run: boolean;
            /** Format: date */
            effective_from: string;
            elsewhere: components["schemas"]["Elsewhere"][];
            /** Format: int32 */
            id?: number | null;
            /** Format: int64 */
            left_alone: number;
            /** Format: date-time */
            published_at?: string | null;
            routes: components["schemas"]["RouteChange"][];
            /** Format: int32 */
            scenario_id: number;
            /** Format: int32 */
            solution: number;
        };
        PublicCompany: {
            language: string;
            name: string;
        };
        PublicView: {
            basemap: components["schemas"]["BasemapView"];
            company?: components["schemas"]["PublicCompany"] | null;
            demo: boolean;
            first_run: boolean;
            personas: components["schemas"]["Persona"][];
            single_sign_on: boolean;
        };
        PublishPut: {
            dry_run?: boolean;
            /** Format: date */
            effective_from: string;
            /** Format: int32 */
            solution: number;
        };
        PushKey: {
            public_key: string;
        };
        /** @enum {string} */
        QuarantineDecision: "run" | "dismiss" | "reopen";
        QuarantinedRecord: {
            app: string;
            at?: components["schemas"]["Instant"] | null;
            detail: string;
            /** Format: int32 */
            device_id: number;
            device_label?: string | null;
            /** Format: int64 */
            id: number;
            received_at: components["schemas"]["Instant"];
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            settled_at?: components["schemas"]["Instant"] | null;
            state: components["schemas"]["QuarantineState"];
            whole: boolean;
        };
        QuarantinedRecordShown: components["schemas"]["QuarantinedRecord"] & {
            body: Record<string, never>;
        };
        /** @enum {string} */
        QuarantineState: "waiting" | "taken" | "dismissed";
        QuietSpanView: {
            from: string;
            to: string;
            weekdays: number[];
        };
        Quotation: {
            currency: string;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: uuid */
            id: string;
            note?: string | null;
            /** Format: uuid */
            order_id?: string | null;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            priced: components["schemas"]["Priced"];
            quoted_at: components["schemas"]["Instant"];
            reason?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            state: string;
            /** Format: int64 */
            total_minor: number;
            /** Format: date */
            valid_to: string;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        QuotationAnswer: {
            /** Format: uuid */
            order_id?: string | null;
            reason?: string | null;
        };
        QuotationPut: Record<string, never> & {
            /** Format: uuid */
            id: string;
            /** Format: int32 */
            outlet_id: number;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: date */
            valid_to?: string | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        ReasonCount: {
            /** Format: int64 */
            count: number;
            group_code?: string | null;
            known: boolean;
            reason?: string | null;
            use: string;
        };
        ReasonCounts: {
            items: components["schemas"]["ReasonCount"][];
        };
        ReasonGroup: {
            active: boolean;
            code: string;
            name_en: string;
            name_vi: string;
            name_zh: string;
            /** Format: int32 */
            sequence: number;
            /** Format: int32 */
            version: number;
        };
        ReasonPut: {
            reason: string;
        };
        ReasonWords: {
            active?: boolean | null;
            name_en: string;
            name_vi: string;
            name_zh: string;
            /** Format: int32 */
            sequence?: number;
        };
        Recipient: {
            /** Format: int32 */
            attempts: number;
            /** Format: int32 */
            contact_id: number;
            contact_name: string;
            /** Format: int32 */
            customer_id: number;
            customer_name: string;
            ended_at?: components["schemas"]["Instant"] | null;
            last_error?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            state: string;
            target?: string | null;
            why?: string | null;
        };
        RecipientCount: {
            /** Format: int64 */
            count: number;
            state: string;
            why?: string | null;
        };
        Reconciliation: {
            complete?: boolean;
            /** Format: date */
            from?: string | null;
            rows: components["schemas"]["ReconciliationRow"][];
            /** Format: date */
            to?: string | null;
        };
        ReconciliationReport: {
            different: components["schemas"]["ErpDifference"][];
            different_total: number;
            missing_here: string[];
            missing_here_total: number;
            missing_there: string[];
            missing_there_total: number;
            same: number;
        };
        ReconciliationRow: {
            checksum?: string | null;
            code: string;
            fields?: {
                [key: string]: string;
            };
        };
        RecordView: {
            at: components["schemas"]["Instant"];
            body: Record<string, never>;
            /** Format: uuid */
            id: string;
            kind: string;
            status: string;
            status_detail?: Record<string, never> | null;
        };
        RecoveryCodes: {
            recovery_codes: string[];
        };
        RefusalPut: {
            reason: string;
        };
        RefusedView: {
            code: string;
            /** Format: int64 */
            count: number;
            last_at: components["schemas"]["Instant"];
        };
        Rep: {
            active: boolean;
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            phone?: string | null;
            /** Format: int32 */
            version: number;
        };
        RepCompletion: components["schemas"]["Completion"] & {
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
        };
        RepConsent: {
            at?: components["schemas"]["Instant"] | null;
            current: boolean;
            /** Format: int32 */
            device_id?: number | null;
            device_label?: string | null;
            language?: string | null;
            org_unit_name?: string | null;
            received_at?: components["schemas"]["Instant"] | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            standing: components["schemas"]["ConsentStanding"];
            /** Format: int32 */
            version?: number | null;
        };
        RepDayView: {
            breaks: components["schemas"]["IntervalView"][];
            /** Format: date */
            date: string;
            /** Format: double */
            distance_m: number;
            first_call_at?: components["schemas"]["Instant"] | null;
            first_to_last_call?: components["schemas"]["WindowView"] | null;
            hash?: string | null;
            /** Format: double */
            hole_distance_m: number;
            holes: components["schemas"]["HoleView"][];
            judged_as_of?: components["schemas"]["Instant"] | null;
            kpis: components["schemas"]["KpiView"];
            last_call_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            late_start_s?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            plan: components["schemas"]["DayPlanView"];
            rep: components["schemas"]["DayRep"];
            /** Format: int32 */
            revision: number;
            /** Format: int32 */
            rule_version: number;
            seal?: components["schemas"]["DaySealView"] | null;
            sessions: components["schemas"]["IntervalView"][];
            spans: components["schemas"]["SpanView"][];
            stays: components["schemas"]["StayView"][];
            time: components["schemas"]["TimeView"];
            unsynced_since?: components["schemas"]["Instant"] | null;
            visits: components["schemas"]["VisitSummary"][];
        };
        RepeatLine: {
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            quantity_milli: number;
            unit: string;
        };
        RepeatOrder: {
            /** Format: date */
            date?: string | null;
            lines: components["schemas"]["RepeatLine"][];
            /** Format: uuid */
            order_id?: string | null;
            /** Format: int32 */
            outlet_id: number;
        };
        RepFigures: {
            /** Format: int32 */
            day_max_min: number;
            /** Format: int32 */
            day_mean_min: number;
            /** Format: int32 */
            day_min_min: number;
            /** Format: int32 */
            days: number;
            /** Format: int32 */
            gave: number;
            /** Format: int32 */
            got: number;
            home?: number[] | null;
            /** Format: int64 */
            metres: number;
            /** Format: int32 */
            missing_visits: number;
            /** Format: int32 */
            outlets: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: int64 */
            value_minor: number;
            /** Format: int32 */
            visits: number;
            /** Format: int32 */
            work_min: number;
        };
        Replayed: {
            /** Format: int64 */
            deliveries: number;
        };
        ReplayPut: {
            /** Format: date-time */
            from: string;
            state?: ("sent" | "dead") | null;
            /** Format: date-time */
            to?: string | null;
        };
        RepLine: components["schemas"]["TrialLine"] & {
            code: string;
        };
        RepMonth: {
            days: components["schemas"]["DayView"][];
            month: string;
            rep: components["schemas"]["RepView"];
            totals: components["schemas"]["Totals"];
        };
        ReportRow: {
            key: Record<string, never>;
            kpis: {
                [key: string]: components["schemas"]["KpiCell"];
            };
        };
        ReportView: {
            by: string[];
            /** Format: date */
            from: string;
            known_at?: components["schemas"]["Instant"] | null;
            organised: components["schemas"]["Organised"];
            rows: components["schemas"]["ReportRow"][];
            /** Format: date */
            to: string;
            total: {
                [key: string]: components["schemas"]["KpiCell"];
            };
        };
        RepProgress: {
            /** Format: int64 */
            doubtful: number;
            /** Format: int64 */
            given_minor: number;
            /** Format: int64 */
            held: number;
            /** Format: int64 */
            not_held: number;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            /** Format: int64 */
            planned: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: int64 */
            withdrawn: number;
        };
        RepPut: {
            active?: boolean | null;
            code?: string;
            login?: string | null;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            phone?: string | null;
            /** Format: date */
            valid_from?: string | null;
        };
        RepRow: components["schemas"]["RepView"] & {
            totals: components["schemas"]["Totals"];
        };
        RepView: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
        };
        ReturnDecision: {
            approve: boolean;
            reason?: string | null;
        };
        ReturnPut: {
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["LinePart"][];
            /** Format: uuid */
            order_id: string;
            reason: string;
            /** Format: uuid */
            visit_id?: string | null;
        };
        ReviewAnswer: {
            /** Format: int64 */
            id: number;
            visit: {
                accompanied: components["schemas"]["Accompanied"][];
                appeal?: components["schemas"]["AppealView"] | null;
                arrived_at?: components["schemas"]["Instant"] | null;
                check_in_at?: components["schemas"]["Instant"] | null;
                check_out_at?: components["schemas"]["Instant"] | null;
                currency?: string | null;
                /** Format: date */
                date: string;
                departed_at?: components["schemas"]["Instant"] | null;
                /** Format: double */
                dwell_s: number;
                effective_overall: components["schemas"]["Overall"];
                /** Format: uuid */
                id: string;
                /** Format: int64 */
                order_total_minor?: number | null;
                /** Format: int32 */
                org_unit_id: number;
                outlet?: components["schemas"]["VisitOutlet"] | null;
                provisional: boolean;
                rep_code: string;
                /** Format: int32 */
                rep_id: number;
                rep_name: string;
                review?: components["schemas"]["ReviewView"] | null;
                /** Format: int32 */
                revision: number;
                source: components["schemas"]["VisitSource"];
                state: components["schemas"]["VisitState"];
                verdict: components["schemas"]["Verdict"];
                visit_type: components["schemas"]["VisitType"];
            };
        };
        ReviewBatch: {
            items: components["schemas"]["BatchItem"][];
        };
        ReviewBatchAnswer: {
            results: components["schemas"]["ReviewResult"][];
        };
        ReviewPut: {
            /** @enum {string} */
            decision: "valid" | "invalid" | "withdrawn";
            reason: string;
        };
        ReviewResult: {
            effective_overall?: components["schemas"]["Overall"] | null;
            error?: components["schemas"]["Fault"][];
            index: number;
            status: string;
            /** Format: uuid */
            visit_id: string;
        };
        ReviewView: {
            at: components["schemas"]["Instant"];
            by: string;
            decision: string;
            reason: string;
        };
        RevisionView: {
            after_overall?: string | null;
            before_overall?: string | null;
            change: string;
            recorded_at: components["schemas"]["Instant"];
            /** Format: int32 */
            revision: number;
        };
        /** @enum {string} */
        Right: "own" | "read_field" | "read_trade" | "read_receivables" | "watch" | "read_track" | "read_org_units" | "manage_org_units" | "read_users" | "manage_users" | "manage_reps" | "read_devices" | "manage_devices" | "manage_outlets" | "manage_routes" | "read_scenarios" | "review_visits" | "approve_pins" | "approve_far_pins" | "request_outlets" | "decide_outlets" | "close_outlets" | "request_absences" | "decide_absences" | "handle_exceptions" | "send_messages" | "share_views" | "change_plans" | "manage_catalogue" | "manage_schemes" | "take_orders" | "confirm_orders" | "deliver_orders" | "approve_credit" | "approve_overdue" | "take_collections" | "manage_receivables" | "claim_expenses" | "decide_expenses" | "manage_stock" | "keep_relations" | "manage_segments" | "manage_campaigns" | "manage_occasions" | "manage_targets" | "mark_erp" | "retry_erp" | "manage_displays" | "enrol_displays" | "approve_displays" | "approve_displays_second" | "pay_displays" | "read_claims" | "make_claims" | "check_claims" | "approve_claims" | "accompany_visits" | "correct_time" | "appeal_visits" | "read_settings" | "manage_settings" | "manage_reasons" | "read_audit" | "read_privacy" | "manage_privacy" | "close_periods" | "reopen_periods" | "receive_alerts" | "send_webhooks" | "read_alerts";
        /** @enum {string} */
        Role: "administrator" | "director" | "regional_manager" | "supervisor" | "planner" | "trade_marketing" | "accounting" | "delivery" | "warehouse" | "customer_care" | "distributor" | "auditor" | "rep" | "integration";
        RoleRights: {
            rights: components["schemas"]["Right"][];
            role: components["schemas"]["Role"];
            /** Format: int64 */
            users: number;
        };
        RoleTable: {
            items: components["schemas"]["RoleRights"][];
        };
        Route: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            outlets: components["schemas"]["RouteOutlet"][];
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            version: number;
        };
        RouteChange: {
            added: number;
            changed: number;
            is_new: boolean;
            outlets_after: number;
            outlets_before: number;
            removed: number;
            /** Format: int32 */
            rep_id: number;
            route_code: string;
        };
        RouteName: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
        };
        RouteOutlet: {
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            pattern: Record<string, never>;
            /** Format: int32 */
            sequence: number;
            /** Format: int32 */
            service_minutes?: number | null;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
            window?: string[] | null;
        };
        RouteOutletPut: {
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            pattern: Record<string, never>;
            /** Format: int32 */
            sequence?: number | null;
            /** Format: int32 */
            service_minutes?: number | null;
            weekdays?: string[] | null;
            window?: string[] | null;
        };
        RoutePut: {
            code?: string;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            outlets?: components["schemas"]["RouteOutletPut"][] | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: date */
            valid_from?: string | null;
        };
        RowResult: {
            code: string;
            error?: components["schemas"]["Fault"][] | null;
            /** Format: int32 */
            id?: number | null;
            index: number;
            status: components["schemas"]["RowStatus"];
            token?: string | null;
        };
        /** @enum {string} */
        RowStatus: "created" | "updated" | "unchanged" | "error";
        Said: {
            /** Format: int64 */
            amount_minor?: number | null;
            category: components["schemas"]["ExpenseCategory"];
            /** Format: int32 */
            claimed_m?: number | null;
            note?: string | null;
            photos?: string[];
        };
        SaidView: {
            at: components["schemas"]["Instant"];
            by: string;
            reason: string;
            what: string;
        };
        SalesReturn: {
            currency: string;
            /** Format: int32 */
            customer_id?: number | null;
            decided_by?: string | null;
            decision_reason?: string | null;
            erp?: components["schemas"]["ErpSeen"] | null;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["DeliveryLine"][];
            /** Format: int64 */
            on_account_minor: number;
            /** Format: uuid */
            order_id: string;
            reason: string;
            /** Format: int32 */
            rep_id: number;
            returned_at: components["schemas"]["Instant"];
            state: string;
            /** Format: int64 */
            value_minor: number;
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        SavedView: {
            /** Format: int32 */
            id: number;
            made_by: string;
            name: string;
            own: boolean;
            page: string;
            search: string;
            shared: boolean;
            /** Format: int32 */
            version: number;
        };
        SavedViewPut: {
            name?: string | null;
            page?: string | null;
            search?: string | null;
            shared?: boolean | null;
        };
        SavedViews: {
            items: components["schemas"]["SavedView"][];
        };
        Scenario: {
            created_at: components["schemas"]["Instant"];
            created_by?: string | null;
            /** Format: date */
            effective_from?: string | null;
            fault?: string | null;
            /** Format: int32 */
            id: number;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            /** Format: int32 */
            outlets: number;
            /** Format: int32 */
            progress_permille: number;
            /** Format: date-time */
            published_at?: string | null;
            /** Format: int32 */
            published_solution?: number | null;
            /** Format: int32 */
            reps: number;
            settings: components["schemas"]["ScenarioSettings"];
            /** Format: int64 */
            solutions: number;
            solving?: string | null;
            stage?: string | null;
            state: string;
            travel?: Record<string, never> | null;
            updated_at: components["schemas"]["Instant"];
            /** Format: int32 */
            version: number;
        };
        ScenarioBreak: {
            /** Format: int32 */
            minutes: number;
            window: string[];
        };
        ScenarioChange: {
            name?: string | null;
            settings?: components["schemas"]["ScenarioSettings"] | null;
        };
        ScenarioNote: {
            code: string;
            outlet_ids: number[];
            rep_ids: number[];
        };
        ScenarioOutlet: {
            class: string;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            locked: boolean;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            service_minutes: number;
            /** Format: int64 */
            value_minor: number;
            /** Format: int32 */
            visits: number;
            window?: string[] | null;
        };
        ScenarioOutletPut: {
            locked?: boolean | null;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            /** Format: int32 */
            service_minutes?: number | null;
            /** Format: int32 */
            visits?: number | null;
            window?: string[] | null;
        };
        ScenarioPut: {
            /** Format: int32 */
            calls_max?: number | null;
            /** Format: int32 */
            days_a_week?: number | null;
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            rep_ids?: number[] | null;
            settings?: components["schemas"]["ScenarioSettings"];
        };
        ScenarioRep: {
            /** Format: int32 */
            calls_max?: number | null;
            classes?: string[] | null;
            /** Format: int32 */
            days_a_week: number;
            /** Format: double */
            home_lat?: number | null;
            /** Format: double */
            home_lng?: number | null;
            hours: string[];
            /** Format: int64 */
            outlets: number;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
        };
        ScenarioRepPut: {
            /** Format: int32 */
            calls_max?: number | null;
            classes?: string[] | null;
            /** Format: int32 */
            days_a_week?: number | null;
            /** Format: double */
            home_lat?: number | null;
            /** Format: double */
            home_lng?: number | null;
            hours?: string[] | null;
            /** Format: int32 */
            rep_id: number;
        };
        ScenarioReps: {
            items: components["schemas"]["ScenarioRep"][];
        };
        ScenarioRollbackPut: {
            anyway?: boolean;
            dry_run?: boolean;
        };
        ScenarioSettings: {
            /** @default null */
            break: components["schemas"]["ScenarioBreak"] | null;
            /**
             * Format: int32
             * @default null
             */
            budget_outlets_permille: number | null;
            /**
             * Format: int32
             * @default null
             */
            budget_value_permille: number | null;
            /** @default true */
            learned: boolean;
            /**
             * Format: int32
             * @default 100
             */
            rounds: number;
            /**
             * Format: int32
             * @default 1
             */
            seed: number;
            /**
             * Format: int32
             * @default 10
             */
            service_minutes_default: number;
            /**
             * Format: int32
             * @default 200
             */
            snap_m: number;
            /**
             * Format: int32
             * @default 4
             */
            visits_default: number;
            /** @default best */
            ways: components["schemas"]["Ways"];
        };
        Scheme: {
            active: boolean;
            audience: components["schemas"]["Audience"];
            /** Format: int64 */
            budget_minor?: number | null;
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** Format: int64 */
            outlet_cap_minor?: number | null;
            /** Format: int32 */
            priority: number;
            products: components["schemas"]["Selector"];
            rule: components["schemas"]["SchemeRule"];
            /** Format: int32 */
            stack_group: number;
            stackable: boolean;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
            /** Format: int32 */
            version: number;
        };
        /** @enum {string} */
        SchemeOutcome: "settled" | "settled_already" | "no_customer" | "no_price" | "nothing_left";
        SchemeProgress: {
            /** Format: int64 */
            bought_milli: number;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int64 */
            due_minor?: number | null;
            /** Format: int64 */
            missing_milli?: number | null;
            /** Format: int64 */
            missing_minor?: number | null;
            next?: components["schemas"]["PeriodTier"] | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            reached?: components["schemas"]["PeriodTier"] | null;
            settled?: components["schemas"]["SchemeSettled"] | null;
            /** Format: int64 */
            value_minor: number;
        };
        SchemePut: {
            active?: boolean | null;
            audience?: components["schemas"]["Audience"] | null;
            /** Format: int64 */
            budget_minor?: number | null;
            code?: string;
            name?: string | null;
            /** Format: int64 */
            outlet_cap_minor?: number | null;
            /** Format: int32 */
            priority?: number | null;
            products?: components["schemas"]["Selector"] | null;
            rule?: components["schemas"]["SchemeRule"] | null;
            /** Format: int32 */
            stack_group?: number | null;
            stackable?: boolean | null;
            /** Format: date */
            valid_from?: string | null;
            /** Format: date */
            valid_to?: string | null;
        };
        SchemeRule: {
            every: boolean;
            tiers: components["schemas"]["Tier"][];
            /** @enum {string} */
            type: "quantity";
        } | {
            every: boolean;
            tiers: components["schemas"]["Tier"][];
            /** @enum {string} */
            type: "mix";
        } | {
            benefit: components["schemas"]["Benefit"];
            parts: components["schemas"]["ComboPart"][];
            /** @enum {string} */
            type: "combo";
        } | {
            tiers: components["schemas"]["ValueTier"][];
            /** @enum {string} */
            type: "value";
        } | {
            tiers: components["schemas"]["Tier"][];
            /** @enum {string} */
            type: "cumulative";
        } | {
            tiers: components["schemas"]["ValueTier"][];
            /** @enum {string} */
            type: "cumulative_value";
        };
        SchemeSettled: {
            /** Format: int64 */
            bought_milli: number;
            credit?: components["schemas"]["CreditNote"] | null;
            /** Format: int64 */
            credit_minor: number;
            /** Format: int64 */
            due_minor: number;
            /** Format: uuid */
            id: string;
            settled_at: components["schemas"]["Instant"];
            /** Format: int64 */
            value_minor: number;
        };
        SchemeSettlement: {
            /** Format: int64 */
            budget_left_minor?: number | null;
            /** Format: int64 */
            credit_minor: number;
            currency: string;
            dry_run: boolean;
            /** Format: int64 */
            due_minor: number;
            /** Format: date */
            from: string;
            rows: components["schemas"]["SchemeSettlementRow"][];
            settled: number;
            /** Format: date */
            to: string;
        };
        SchemeSettlementAsk: {
            dry_run?: boolean;
        };
        SchemeSettlementRow: {
            /** Format: int64 */
            bought_milli: number;
            /** Format: int64 */
            credit_minor: number;
            /** Format: int32 */
            customer_id?: number | null;
            /** Format: int64 */
            due_minor: number;
            outcome: components["schemas"]["SchemeOutcome"];
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            tier: components["schemas"]["PeriodTier"];
            /** Format: int64 */
            value_minor: number;
        };
        SecondFactor: {
            on_since?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            recovery_codes_left: number;
            required: boolean;
        };
        SecondFactorBegun: {
            secret: string;
            uri: string;
        };
        SecondFactorCode: {
            code: string;
        };
        SecondFactorRemoval: {
            code: string;
            password: string;
        };
        Segment: {
            active: boolean;
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            rule: components["schemas"]["SegmentRule"];
            /** Format: int32 */
            version: number;
        };
        SegmentPut: {
            active?: boolean | null;
            code?: string;
            name?: string | null;
            rule?: components["schemas"]["SegmentRule"] | null;
        };
        SegmentRule: {
            all: components["schemas"]["SegmentRule"][];
        } | {
            any: components["schemas"]["SegmentRule"][];
        } | {
            not: components["schemas"]["SegmentRule"];
        } | {
            class: string[];
        } | {
            channel: string[];
        } | {
            area: number[];
        } | {
            industry: string[];
        } | {
            age_days: components["schemas"]["SegmentSpan"];
        } | {
            last_order_days: components["schemas"]["SegmentSpan"];
        } | {
            ordered: {
                minor: components["schemas"]["SegmentSpan"];
                period: components["schemas"]["Period"];
            };
        } | {
            orders: {
                count: components["schemas"]["SegmentSpan"];
                period: components["schemas"]["Period"];
            };
        } | {
            recency: components["schemas"]["SegmentSpan"];
        } | {
            frequency: components["schemas"]["SegmentSpan"];
        } | {
            monetary: components["schemas"]["SegmentSpan"];
        };
        SegmentSpan: {
            /** Format: int64 */
            max?: number | null;
            /** Format: int64 */
            min?: number | null;
        };
        Selector: {
            categories?: components["schemas"]["i32"][];
            products?: components["schemas"]["i32"][];
        };
        SellOut: {
            /** Format: int64 */
            days_of_cover?: number | null;
            periods: components["schemas"]["SellOutPeriod"][];
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            sold_milli: number;
            unit: string;
        };
        SellOutPeriod: {
            /** Format: int64 */
            closing_milli: number;
            from: components["schemas"]["Instant"];
            /** Format: int64 */
            opening_milli: number;
            /** Format: int64 */
            purchased_milli: number;
            /** Format: int64 */
            returned_milli: number;
            /** Format: int64 */
            sold_milli: number;
            to: components["schemas"]["Instant"];
        };
        SellOuts: {
            items: components["schemas"]["SellOut"][];
        };
        SessionList: {
            items: components["schemas"]["UserSession"][];
        };
        SessionsEnded: {
            /** Format: int64 */
            ended: number;
        };
        SessionView: {
            company?: components["schemas"]["Company"] | null;
            demo: boolean;
            rights: components["schemas"]["Right"][];
            second_factor_due: boolean;
            user: components["schemas"]["Profile"];
        };
        SettingsPut: {
            /** Format: date */
            effective_from?: string | null;
            settings: Record<string, never>;
        };
        SettingsTrial: {
            began_at: components["schemas"]["Instant"];
            /** Format: int64 */
            done: number;
            /** Format: date */
            from: string;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            of: number;
            result?: components["schemas"]["TrialResult"] | null;
            state: components["schemas"]["TrialState"];
            /** Format: date */
            to: string;
            untried: string[];
        };
        SettingsVersions: {
            items: components["schemas"]["SettingsView"][];
        };
        SettingsView: {
            created_at: components["schemas"]["Instant"];
            created_by?: string | null;
            /** Format: date */
            effective_from: string;
            in_force: boolean;
            settings: Record<string, never>;
            /** Format: int32 */
            version: number;
        };
        Settlement: {
            /** Format: int64 */
            collections: number;
            /** Format: int64 */
            counted_cash_minor?: number | null;
            /** Format: date */
            date: string;
            /** Format: int64 */
            expected_cash_minor: number;
            /** Format: int64 */
            expected_minor: number;
            handed_in_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            posted_at?: components["schemas"]["Instant"] | null;
            posted_by?: string | null;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            state: string;
            /** Format: int64 */
            variance_minor?: number | null;
            variance_reason?: string | null;
            verified_at?: components["schemas"]["Instant"] | null;
            verified_by?: string | null;
            /** Format: int32 */
            version: number;
        };
        SettlementPut: {
            /** Format: uuid */
            id: string;
            /** Format: int32 */
            rep_id: number;
        };
        /** @enum {string} */
        Severity: "review" | "block";
        SheetAnswer: {
            created: number;
            dry_run: boolean;
            faults: components["schemas"]["SheetFault"][];
            refused: number;
            rows: number;
            unchanged: number;
            unknown_columns: string[];
            updated: number;
        };
        SheetFault: {
            code: string;
            column?: string | null;
            field?: string | null;
            /** Format: int32 */
            line: number;
        };
        Short: {
            /** Format: int64 */
            available_milli: number;
            /** Format: int32 */
            product: number;
            /** Format: int64 */
            wanted_milli: number;
        };
        SightingView: {
            /** Format: date */
            date: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: uuid */
            visit: string;
        };
        SignInPolicy: {
            second_factor_roles: string[];
            /** Format: int32 */
            version: number;
        };
        SignInPolicyPut: {
            second_factor_roles: string[];
        };
        Solution: {
            by_hand: boolean;
            dominated: boolean;
            figures: components["schemas"]["Figures"];
            hash: string;
            name: string;
            /** Format: int32 */
            scenario_id: number;
            /** Format: int32 */
            solution: number;
            solved_at: components["schemas"]["Instant"];
            /** Format: int64 */
            took_ms: number;
        };
        SolutionCall: {
            address?: string | null;
            /** Format: int32 */
            arrive_s: number;
            /** Format: int32 */
            begin_s: number;
            /** Format: double */
            lat?: number | null;
            /** Format: int32 */
            leave_s: number;
            /** Format: double */
            lng?: number | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
        };
        SolutionDay: {
            /** Format: int32 */
            back_s: number;
            calls: components["schemas"]["SolutionCall"][];
            /** Format: int32 */
            leave_s: number;
            /** Format: int32 */
            metres: number;
            pause_s?: number[] | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            /** Format: int32 */
            travel_s: number;
            /** Format: int32 */
            week: number;
            /** Format: int32 */
            weekday: number;
        };
        SolutionDays: {
            items: components["schemas"]["SolutionDay"][];
        };
        SolutionDifference: {
            a_rep_code?: string | null;
            a_why?: string | null;
            b_rep_code?: string | null;
            b_why?: string | null;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            /** Format: int64 */
            value_minor: number;
        };
        Solutions: {
            items: components["schemas"]["Solution"][];
        };
        SpanView: {
            from_at: components["schemas"]["Instant"];
            part: string;
            to_at: components["schemas"]["Instant"];
            /** Format: uuid */
            visit_id?: string | null;
        };
        Stage: {
            active: boolean;
            code: string;
            name_en: string;
            name_vi: string;
            name_zh: string;
            outcome: string;
            /** Format: int32 */
            place: number;
            /** Format: int32 */
            probability: number;
            /** Format: int32 */
            version: number;
        };
        StagePut: {
            active: boolean;
            name_en: string;
            name_vi: string;
            name_zh: string;
            /** Format: int32 */
            place: number;
            /** Format: int32 */
            probability: number;
        };
        Stages: {
            items: components["schemas"]["Stage"][];
        };
        StageTotal: components["schemas"]["Stage"] & {
            /** Format: int64 */
            amount_minor: number;
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            weighted_minor: number;
        };
        /** @enum {string} */
        Standing: "open" | "overdue" | "in_time" | "late" | "not_held" | "unplanned" | "withdrawn";
        Statement: {
            /** Format: int32 */
            account_id: number;
            ageing: components["schemas"]["Ageing"];
            /** Format: int64 */
            closing_minor: number;
            entries: components["schemas"]["StatementEntry"][];
            /** Format: date */
            from: string;
            /** Format: int64 */
            on_account_minor: number;
            /** Format: int64 */
            opening_minor: number;
            /** Format: date */
            to: string;
            truncated: boolean;
        };
        StatementEntry: {
            /** Format: int64 */
            balance_minor: number;
            /** Format: date */
            date: string;
            /** Format: uuid */
            document_id: string;
            kind: string;
            /** Format: int64 */
            minor: number;
            number?: string | null;
            /** Format: uuid */
            source_id?: string | null;
            source_kind?: string | null;
        };
        StayView: {
            from_at: components["schemas"]["Instant"];
            /** Format: double */
            lat: number;
            /** Format: double */
            lng: number;
            /** Format: int32 */
            outlet_id?: number | null;
            to_at: components["schemas"]["Instant"];
        };
        StockBalance: {
            /** Format: int64 */
            available_milli: number;
            counted_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            counted_milli?: number | null;
            /** Format: int64 */
            expired_milli: number;
            lots: components["schemas"]["StockLot"][];
            /** Format: int64 */
            on_hand_milli: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            reserved_milli: number;
            unit: string;
        };
        StockCount: {
            counted_at: components["schemas"]["Instant"];
            /** Format: date */
            date: string;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["StockCountLine"][];
            note?: string | null;
            outlet_code: string;
            /** Format: int32 */
            outlet_id: number;
            outlet_name: string;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            /** Format: uuid */
            visit_id?: string | null;
        };
        StockCounter: {
            reason: string;
        };
        StockCountLine: {
            base_unit: string;
            batch: string;
            /** Format: date */
            expires_on?: string | null;
            /** Format: int64 */
            milli: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            quantity_milli: number;
            unit: string;
        };
        StockLocation: {
            active: boolean;
            code: string;
            /** Format: int32 */
            id: number;
            is_default: boolean;
            kind: string;
            name: string;
            outlet_code?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            partner_code?: string | null;
            /** Format: int32 */
            partner_id?: number | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            /** Format: int32 */
            version: number;
        };
        StockLocationPut: {
            active?: boolean | null;
            code?: string;
            is_default?: boolean | null;
            kind?: components["schemas"]["LocationKind"] | null;
            name?: string | null;
            partner_code?: string | null;
            rep_code?: string | null;
        };
        StockLot: {
            batch: string;
            /** Format: date */
            expires_on?: string | null;
            /** Format: int64 */
            milli: number;
        };
        StockMove: {
            batch: string;
            by?: string | null;
            /** Format: uuid */
            counter_of?: string | null;
            /** Format: uuid */
            countered_by?: string | null;
            /** Format: uuid */
            document_id?: string | null;
            /** Format: date */
            expires_on?: string | null;
            /** Format: int64 */
            id: number;
            kind: string;
            location_code: string;
            /** Format: int32 */
            location_id: number;
            location_name: string;
            /** Format: int64 */
            milli: number;
            moved_at: components["schemas"]["Instant"];
            note?: string | null;
            /** Format: uuid */
            posting_id: string;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            reason?: string | null;
            recorded_at: components["schemas"]["Instant"];
            unit: string;
        };
        StockPost: {
            /** Format: uuid */
            document_id?: string | null;
            from_code?: string | null;
            /** Format: uuid */
            id?: string | null;
            kind: components["schemas"]["MoveKind"];
            lines: components["schemas"]["StockPostLine"][];
            /** Format: date-time */
            moved_at?: string | null;
            note?: string | null;
            reason?: string | null;
            to_code?: string | null;
        };
        StockPosted: {
            moves: components["schemas"]["StockMove"][];
            /** Format: uuid */
            posting_id: string;
        };
        StockPostLine: {
            batch?: string | null;
            /** Format: date */
            expires_on?: string | null;
            product_code: string;
            /** Format: int64 */
            quantity_milli: number;
            unit?: string | null;
        };
        StopAnswer: {
            /** Format: date-time */
            at?: string | null;
            /** Format: uuid */
            id: string;
            lines?: components["schemas"]["LinePart"][] | null;
            note?: string | null;
            outcome: components["schemas"]["StopOutcome"];
            photo_sha256?: string | null;
            reason?: string | null;
            receiver?: string | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        StopChangePut: {
            /** @enum {string} */
            change: "add" | "remove" | "move";
            /** Format: int32 */
            outlet_id: number;
            reason: string;
            /** Format: date */
            to_date?: string | null;
        };
        /** @enum {string} */
        StopOutcome: "delivered" | "partly" | "refused";
        StopSaidView: {
            /** Format: double */
            accuracy_m?: number | null;
            at: components["schemas"]["Instant"];
            /** Format: double */
            distance_m?: number | null;
        };
        SubscriptionIssued: components["schemas"]["SubscriptionView"] & {
            secret?: string | null;
        };
        SubscriptionPut: {
            auth?: string | null;
            channel?: string | null;
            critical_breaks_quiet?: boolean | null;
            enabled?: boolean | null;
            /** Format: int32 */
            gather_min?: number | null;
            kinds?: string[] | null;
            min_severity?: string | null;
            name?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            p256dh?: string | null;
            quiet?: components["schemas"]["QuietSpanView"][] | null;
            target?: string | null;
        };
        SubscriptionView: {
            channel: string;
            created_at: components["schemas"]["Instant"];
            critical_breaks_quiet: boolean;
            device?: string | null;
            enabled: boolean;
            /** Format: int32 */
            gather_min: number;
            /** Format: uuid */
            id: string;
            kinds: string[];
            min_severity: string;
            name: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            org_unit_name?: string | null;
            quiet: components["schemas"]["QuietSpanView"][];
            suspended?: string | null;
            target: string;
            updated_at: components["schemas"]["Instant"];
            /** Format: int32 */
            user_id: number;
            user_name: string;
            /** Format: int32 */
            version: number;
        };
        SuggestedLine: {
            base_unit: string;
            counted_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            days_of_cover?: number | null;
            /** Format: int64 */
            forecast_milli: number;
            from: string;
            method: string;
            /** Format: int64 */
            on_hand_milli: number;
            /** Format: int64 */
            on_order_milli: number;
            /** Format: int32 */
            pieces: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            quantity: number;
            /** Format: int64 */
            safety_milli: number;
            /** Format: int64 */
            sold_since_milli: number;
            /** Format: int64 */
            target_milli: number;
            unit: string;
            weeks_milli: number[];
        };
        SuggestedOrder: {
            /** Format: date */
            as_of: string;
            /** Format: int64 */
            cover_days: number;
            /** Format: int64 */
            lead_days: number;
            lines: components["schemas"]["SuggestedLine"][];
            /** Format: int32 */
            outlet_id: number;
            /** Format: int64 */
            service_pct: number;
        };
        Sums: {
            /** Format: int64 */
            doubtful: number;
            /** Format: int64 */
            given_minor: number;
            /** Format: int64 */
            held: number;
            /** Format: int64 */
            not_held: number;
            /** Format: int64 */
            planned: number;
            /** Format: int64 */
            withdrawn: number;
        };
        Supplied: {
            /** Format: int64 */
            changed: number;
        };
        SupplyAct: {
            /** Format: date */
            expected_on?: string | null;
            lines?: components["schemas"]["Counted"][];
            reason?: string | null;
        };
        SupplyConfirm: {
            /** Format: uuid */
            id: string;
            lines?: components["schemas"]["Counted"][];
        };
        SupplyConfirmed: {
            items: components["schemas"]["SupplyOrder"][];
        };
        SupplyConfirms: {
            items: components["schemas"]["SupplyConfirm"][];
        };
        SupplyLinePut: {
            /** Format: int32 */
            product_id: number;
            /** Format: int64 */
            quantity: number;
            unit?: string | null;
        };
        SupplyNeed: {
            /** Format: date */
            as_of: string;
            /** Format: int64 */
            cover_days: number;
            /** Format: int64 */
            lead_days: number;
            lines: components["schemas"]["SupplyNeedLine"][];
            location_code: string;
            /** Format: int32 */
            location_id: number;
            location_name: string;
            partner_name?: string | null;
            /** Format: int64 */
            service_pct: number;
        };
        SupplyNeedLine: {
            /** Format: int64 */
            available_milli: number;
            base_unit: string;
            /** Format: int64 */
            days_of_cover?: number | null;
            /** Format: int64 */
            days_with_transit?: number | null;
            /** Format: int64 */
            forecast_milli: number;
            /** Format: int64 */
            in_transit_milli: number;
            method: string;
            /** Format: int64 */
            on_order_milli: number;
            /** Format: int32 */
            pieces: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            quantity: number;
            /** Format: int64 */
            safety_milli: number;
            /** Format: int64 */
            target_milli: number;
            unit: string;
            weeks_milli: number[];
        };
        SupplyNeeds: {
            items: components["schemas"]["SupplyNeed"][];
        };
        SupplyOrder: {
            confirmed_at?: components["schemas"]["Instant"] | null;
            confirmed_by?: string | null;
            created_at: components["schemas"]["Instant"];
            created_by?: string | null;
            /** Format: date */
            expected_on?: string | null;
            from_code?: string | null;
            /** Format: int32 */
            from_id?: number | null;
            from_name?: string | null;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["SupplyOrderLine"][];
            note?: string | null;
            /** Format: int32 */
            partner_id?: number | null;
            partner_name?: string | null;
            reason?: string | null;
            received_at?: components["schemas"]["Instant"] | null;
            received_by?: string | null;
            shipped_at?: components["schemas"]["Instant"] | null;
            shipped_by?: string | null;
            state: string;
            submitted_at?: components["schemas"]["Instant"] | null;
            to_code: string;
            /** Format: int32 */
            to_id: number;
            to_name: string;
            /** Format: int32 */
            version: number;
            /** Format: date */
            wanted_on?: string | null;
        };
        SupplyOrderChange: {
            lines: components["schemas"]["SupplyLinePut"][];
            note?: string | null;
            /** Format: date */
            wanted_on?: string | null;
        };
        SupplyOrderLine: {
            /** Format: int64 */
            asked_milli: number;
            base_unit: string;
            /** Format: int64 */
            confirmed_milli?: number | null;
            /** Format: int32 */
            line: number;
            /** Format: int64 */
            missing_milli?: number | null;
            /** Format: int32 */
            pieces: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            received_milli?: number | null;
            /** Format: int64 */
            shipped_milli?: number | null;
            unit: string;
        };
        SupplyOrderPut: {
            /** Format: int32 */
            from_id?: number | null;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["SupplyLinePut"][];
            note?: string | null;
            /** Format: int32 */
            partner_id?: number | null;
            /** Format: int32 */
            to_id: number;
            /** Format: date */
            wanted_on?: string | null;
        };
        SupplyPut: {
            /** Format: date */
            from?: string | null;
            outlet_ids: number[];
        };
        /** @enum {string} */
        SupplyState: "draft" | "submitted" | "confirmed" | "shipped" | "received" | "rejected" | "cancelled";
        Target: {
            /** Format: int32 */
            id: number;
            measure: string;
            /** Format: date */
            month: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            set_by?: string | null;
            updated_at: components["schemas"]["Instant"];
            /** Format: int64 */
            value?: number | null;
            /** Format: int32 */
            version: number;
        };
        TargetDays: {
            /** Format: int32 */
            all: number;
            /** Format: int32 */
            passed: number;
        };
        /** @enum {string} */
        TargetMeasure: "tc" | "utc" | "pc" | "eco" | "orders" | "sales_value" | "billed" | "collected" | "new_outlets" | "must_sell";
        TargetProgress: {
            /** Format: int64 */
            actual: number;
            /** Format: int64 */
            expected: number;
            /** Format: int64 */
            forecast?: number | null;
            /** Format: int64 */
            per_day?: number | null;
            /** Format: int64 */
            reached_bp: number;
            standing: components["schemas"]["TargetStanding"];
            /** Format: int64 */
            target: number;
        };
        TargetPut: {
            measure: components["schemas"]["TargetMeasure"];
            /** Format: date */
            month: string;
            org_unit_code?: string | null;
            rep_code?: string | null;
            /** Format: int64 */
            value?: number | null;
        };
        TargetReport: {
            days: components["schemas"]["TargetDays"];
            /** Format: date */
            month: string;
            rows: components["schemas"]["TargetStand"][];
            truncated: boolean;
        };
        TargetRow: {
            /** Format: int64 */
            amount: number;
            /** Format: date */
            date?: string | null;
            /** Format: uuid */
            document_id?: string | null;
            kind: string;
            /** Format: uuid */
            order_id?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            product_code?: string | null;
            rep?: components["schemas"]["Named"] | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        TargetStand: components["schemas"]["TargetProgress"] & {
            measure: components["schemas"]["TargetMeasure"];
            org_unit: components["schemas"]["Named"];
            rep?: components["schemas"]["Named"] | null;
            /** Format: int32 */
            target_id?: number | null;
        };
        /** @enum {string} */
        TargetStanding: "missed" | "far_behind" | "behind" | "on_pace" | "reached";
        TargetVersion: {
            at: components["schemas"]["Instant"];
            set_by?: string | null;
            /** Format: int64 */
            value?: number | null;
            /** Format: int32 */
            version: number;
        };
        TargetWhole: components["schemas"]["Target"] & {
            versions: components["schemas"]["TargetVersion"][];
        };
        Task: {
            /** Format: int32 */
            contact_id?: number | null;
            contact_name?: string | null;
            /** Format: int32 */
            customer_id?: number | null;
            customer_name?: string | null;
            due_at?: components["schemas"]["Instant"] | null;
            /** Format: date */
            due_date?: string | null;
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            made_at: components["schemas"]["Instant"];
            note?: string | null;
            outcome?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            overdue: boolean;
            priority: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            state: string;
            subject: string;
            updated_at: components["schemas"]["Instant"];
            /** Format: int32 */
            version: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        TaskChange: {
            /** Format: date-time */
            due_at?: string | null;
            note?: string | null;
            outcome?: string | null;
            priority?: components["schemas"]["Priority"] | null;
            /** Format: int32 */
            rep_id?: number | null;
            state?: components["schemas"]["TaskState"] | null;
            subject?: string | null;
        };
        TaskPut: components["schemas"]["AboutPut"] & {
            /** Format: date-time */
            due_at?: string | null;
            /** Format: uuid */
            id: string;
            note?: string | null;
            priority?: components["schemas"]["Priority"];
            /** Format: int32 */
            rep_id?: number | null;
            state?: components["schemas"]["TaskState"] | null;
            subject: string;
        };
        /** @enum {string} */
        TaskState: "backlog" | "todo" | "in_progress" | "done" | "canceled";
        Territory: {
            active: boolean;
            /** Format: int64 */
            area_m2: number;
            code: string;
            /** Format: int32 */
            corners: number;
            /** Format: int32 */
            id: number;
            kind: string;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            rep_name?: string | null;
            shape?: Record<string, never> | null;
            updated_at: components["schemas"]["Instant"];
            /** Format: int32 */
            version: number;
        };
        TerritoryCheck: {
            outlets: number;
            overlapping: number;
            overlaps: components["schemas"]["Overlap"][];
            refused: components["schemas"]["Unread"][];
            territories: components["schemas"]["Checked"][];
            unclaimed?: components["schemas"]["Unclaimed"] | null;
            without_pin: number;
        };
        TerritoryImport: {
            created: number;
            dry_run: boolean;
            errors: number;
            results: components["schemas"]["RowResult"][];
            unchanged: number;
            updated: number;
        };
        TerritoryPut: {
            code?: string;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            rep_code?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            shape?: Record<string, never> | null;
        };
        ThreadItem: {
            /** Format: uuid */
            activity_id: string;
            at: components["schemas"]["Instant"];
            direction: string;
            subject: string;
        };
        Tier: {
            /** Format: int64 */
            at_least_milli: number;
            benefit: components["schemas"]["Benefit"];
        };
        TimeCorrection: {
            at: components["schemas"]["Instant"];
            /** Format: int64 */
            break_ms?: number | null;
            by?: string | null;
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            id: number;
            reason: string;
            started_at?: components["schemas"]["Instant"] | null;
            withdrawn: boolean;
        };
        TimelineItem: {
            /** Format: int64 */
            amount_minor?: number | null;
            at: components["schemas"]["Instant"];
            date_doubtful?: boolean | null;
            direction?: string | null;
            /** Format: uuid */
            id: string;
            kind: string;
            number?: string | null;
            /** Format: uuid */
            order_id?: string | null;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            rep_name?: string | null;
            sort?: string | null;
            state: string;
            subject?: string | null;
            /** Format: uuid */
            visit_id?: string | null;
        };
        /** @enum {string} */
        TimeVerdict: "in_window" | "out_of_window" | "off_session";
        TimeView: {
            /** Format: double */
            break_s: number;
            /** Format: double */
            idle_s: number;
            /** Format: double */
            in_store_s: number;
            /** Format: double */
            time_in_market_s: number;
            /** Format: double */
            travel_s: number;
            /** Format: double */
            unobserved_s: number;
        };
        TodayView: {
            items: components["schemas"]["OutletState"][];
        };
        TokenIssued: {
            token: string;
        };
        TokenList: {
            items: components["schemas"]["ApiToken"][];
        };
        TokenPut: {
            expires_at?: components["schemas"]["Instant"] | null;
            name: string;
            read_only?: boolean;
            rights?: string[] | null;
        };
        Totals: {
            /** Format: double */
            break_s: number;
            /** Format: int32 */
            days_absent: number;
            /** Format: int32 */
            days_corrected: number;
            /** Format: int32 */
            days_missed: number;
            /** Format: int32 */
            days_planned: number;
            /** Format: int32 */
            days_worked: number;
            /** Format: double */
            distance_m: number;
            /** Format: double */
            idle_s: number;
            /** Format: double */
            in_store_s: number;
            /** Format: double */
            late_s: number;
            /** Format: int32 */
            late_starts: number;
            /** Format: double */
            measured_s: number;
            /** Format: double */
            travel_s: number;
            /** Format: double */
            unobserved_s: number;
            /** Format: double */
            worked_s: number;
        };
        TrackCollection: {
            features: Record<string, never>[];
            type: string;
        };
        TrackTaken: {
            codes: {
                [key: string]: number;
            };
            dry_run: boolean;
            fixes: number;
            from?: components["schemas"]["Instant"] | null;
            off_session: number;
            to?: components["schemas"]["Instant"] | null;
            unread: number;
        };
        TrialFigures: {
            /** Format: int64 */
            pc: number;
            /** Format: int64 */
            plan_compliance_per_mille?: number | null;
            /** Format: int64 */
            planned: number;
            /** Format: int64 */
            planned_visited: number;
            /** Format: int64 */
            strike_rate_per_mille?: number | null;
            /** Format: int64 */
            tc: number;
        };
        TrialLine: {
            after: components["schemas"]["TrialFigures"];
            before: components["schemas"]["TrialFigures"];
            /** Format: int64 */
            flips: number;
        };
        TrialPut: {
            /** Format: date */
            from: string;
            settings: Record<string, never>;
            /** Format: date */
            to: string;
        };
        TrialResult: {
            flips: components["schemas"]["VerdictFlip"][];
            /** Format: int64 */
            judged: number;
            /** Format: int64 */
            no_raw_data: number;
            /** Format: int64 */
            not_sealed: number;
            /** Format: int64 */
            not_settled: number;
            reps: components["schemas"]["RepLine"][];
            total: components["schemas"]["TrialLine"];
            /** Format: int64 */
            unprovable: number;
            /** Format: int64 */
            visits: number;
        };
        /** @enum {string} */
        TrialState: "running" | "done" | "stopped" | "failed";
        Trip: {
            /** Format: int64 */
            cash_due_minor: number;
            /** Format: int64 */
            collected_cash_minor: number;
            /** Format: int64 */
            collected_other_minor: number;
            currency: string;
            /** Format: date */
            date: string;
            driver: string;
            /** Format: int32 */
            from_id?: number | null;
            from_name?: string | null;
            goods: components["schemas"]["TripGoods"][];
            /** Format: uuid */
            id: string;
            loaded_at?: components["schemas"]["Instant"] | null;
            loaded_by?: string | null;
            note?: string | null;
            reason?: string | null;
            /** Format: int32 */
            rep_id?: number | null;
            settled_at?: components["schemas"]["Instant"] | null;
            settled_by?: string | null;
            state: string;
            stops: components["schemas"]["TripStop"][];
            /** Format: int32 */
            user_id?: number | null;
            /** Format: int32 */
            van_id?: number | null;
            van_name?: string | null;
            vehicle?: string | null;
            /** Format: int32 */
            version: number;
        };
        TripAction: {
            reason?: string | null;
        };
        TripCount: {
            reason?: string | null;
            returned?: components["schemas"]["Counted"][];
        };
        TripGoods: {
            /** Format: int64 */
            delivered_milli: number;
            /** Format: int64 */
            loaded_milli: number;
            /** Format: int64 */
            missing_milli?: number | null;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            returned_milli?: number | null;
        };
        TripPut: {
            /** Format: date */
            date?: string | null;
            /** Format: uuid */
            id: string;
            note?: string | null;
            orders: string[];
            /** Format: int32 */
            rep_id?: number | null;
            /** Format: int32 */
            user_id?: number | null;
            /** Format: int32 */
            van_id?: number | null;
            vehicle?: string | null;
        };
        TripStop: {
            address?: string | null;
            at?: components["schemas"]["Instant"] | null;
            cash: boolean;
            customer_name?: string | null;
            /** Format: int64 */
            delivered_minor: number;
            /** Format: uuid */
            delivery_id?: string | null;
            note?: string | null;
            /** Format: uuid */
            order_id: string;
            order_state: string;
            /** Format: int32 */
            outlet_id?: number | null;
            outlet_name?: string | null;
            photo_sha256?: string | null;
            reason?: string | null;
            receiver?: string | null;
            /** Format: int32 */
            seq: number;
            state: string;
            /** Format: int64 */
            total_minor: number;
            /** Format: uuid */
            visit_id?: string | null;
        };
        Unclaimed: {
            count: number;
            outlets: components["schemas"]["PinnedOutlet"][];
        };
        /** @enum {string} */
        Unit: "share" | "count" | "ratio" | "money" | "duration_ms" | "time_of_day_ms" | "length_mm";
        UnitPrice: {
            by_piece: boolean;
            /** Format: int32 */
            list: number;
            /** Format: int32 */
            list_version: number;
            /** Format: int64 */
            minor: number;
            tax_included: boolean;
        };
        UnitProgress: components["schemas"]["Sums"] & {
            /** Format: int32 */
            org_unit_id: number;
            org_unit_name: string;
        };
        Units: {
            /** Format: int64 */
            base_milli: number;
            product: components["schemas"]["i32"];
        };
        Universe: {
            /** Format: date */
            as_of: string;
            channel?: string | null;
            class?: string | null;
            /** Format: date */
            from: string;
            /** Format: int32 */
            org_unit_id?: number | null;
            outlets: number;
            /** Format: date */
            to: string;
        };
        Unread: {
            code: string;
            detail: string;
            /** Format: int32 */
            id: number;
            why: string;
        };
        UnsyncedDay: {
            /** Format: int64 */
            backlog: number;
            /** Format: date */
            date: string;
            device_last_seen_at?: components["schemas"]["Instant"] | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            since: components["schemas"]["Instant"];
        };
        UploadForm: {
            /** Format: binary */
            file: string;
            kind: components["schemas"]["ImportKind"];
            options?: components["schemas"]["Options"] | null;
        };
        User: {
            disabled_at?: components["schemas"]["Instant"] | null;
            /** Format: int32 */
            id: number;
            language: string;
            login: string;
            name: string;
            org_unit_code: string;
            /** Format: int32 */
            org_unit_id: number;
            role: string;
            second_factor: boolean;
            /** Format: int32 */
            version: number;
        };
        UserPut: {
            disabled?: boolean | null;
            language?: string | null;
            login?: string | null;
            name?: string | null;
            org_unit_code?: string | null;
            /** Format: int32 */
            org_unit_id?: number | null;
            password?: string | null;
            role?: string | null;
        };
        UserSession: {
            address: string;
            agent: string;
            created_at: components["schemas"]["Instant"];
            current: boolean;
            expires_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            last_seen_at: components["schemas"]["Instant"];
            way: string;
        };
        /** @enum {string} */
        Validity: "draft" | "active" | "expiring" | "expired" | "cancelled";
        ValueTier: {
            /** Format: int64 */
            at_least_minor: number;
            benefit: components["schemas"]["Benefit"];
        };
        VanCount: {
            counted_at: components["schemas"]["Instant"];
            /** Format: date */
            date: string;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["VanCountLine"][];
            note?: string | null;
            van_code: string;
            /** Format: int32 */
            van_id: number;
            van_name: string;
        };
        VanCountLine: {
            /** Format: int64 */
            milli: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            unit: string;
        };
        VanCountPut: {
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["Counted"][];
            note?: string | null;
        };
        VanDay: {
            /** Format: int64 */
            cash_handed_in_minor: number;
            /** Format: int64 */
            cash_minor: number;
            closed_at?: components["schemas"]["Instant"] | null;
            closed_by?: string | null;
            counted_at?: components["schemas"]["Instant"] | null;
            counted_by?: string | null;
            currency: string;
            /** Format: date */
            date: string;
            /** Format: int64 */
            difference_minor: number;
            /** Format: uuid */
            id?: string | null;
            lines: components["schemas"]["VanDayLine"][];
            /** Format: int64 */
            other_handed_in_minor: number;
            /** Format: int64 */
            other_minor: number;
            reason?: string | null;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            state: string;
            van_code: string;
            /** Format: int32 */
            van_id: number;
            van_name: string;
        };
        VanDayClose: {
            /** Format: uuid */
            id: string;
            reason?: string | null;
        };
        VanDayLine: {
            /** Format: int64 */
            corrected_milli: number;
            /** Format: int64 */
            counted_milli?: number | null;
            /** Format: int64 */
            delivered_milli: number;
            /** Format: int64 */
            difference_milli?: number | null;
            /** Format: int64 */
            difference_minor?: number | null;
            /** Format: int64 */
            expected_milli: number;
            /** Format: int64 */
            loaded_milli: number;
            /** Format: int64 */
            opening_milli: number;
            product_code: string;
            /** Format: int32 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            returned_milli: number;
            /** Format: int64 */
            sold_milli: number;
            unit: string;
            /** Format: int64 */
            unloaded_milli: number;
        };
        /** @enum {string} */
        VanDayState: "open" | "counted" | "closed";
        Verdict: {
            dwell: components["schemas"]["DwellVerdict"];
            integrity: components["schemas"]["IntegrityVerdict"];
            integrity_flags: components["schemas"]["IntegrityFlag"][];
            missing_steps: string[];
            outcome: components["schemas"]["OutcomeVerdict"];
            outcome_reason?: string | null;
            overall: components["schemas"]["Overall"];
            place: components["schemas"]["PlaceVerdict"];
            place_check_in?: components["schemas"]["PlaceVerdict"] | null;
            place_check_out?: components["schemas"]["PlaceVerdict"] | null;
            plan: components["schemas"]["PlanVerdict"];
            reasons: string[];
            sequence_ok: boolean;
            time: components["schemas"]["TimeVerdict"];
        };
        VerdictFlip: {
            after?: string | null;
            before?: string | null;
            /** Format: date */
            date: string;
            /** Format: int32 */
            outlet_id?: number | null;
            rep: string;
            reviewed: boolean;
            /** Format: uuid */
            visit: string;
        };
        VisitCustomer: {
            code: string;
            /** Format: int32 */
            id: number;
            name: string;
            phone?: string | null;
        };
        VisitOutlet: {
            code: string;
            /** Format: int32 */
            id: number;
            /** Format: double */
            lat?: number | null;
            /** Format: double */
            lng?: number | null;
            name: string;
        };
        VisitParts: {
            activities: components["schemas"]["Activity"][];
            appointments: components["schemas"]["Appointment"][];
            audits: components["schemas"]["FormResponseWhole"][];
            cases: components["schemas"]["Case"][];
            claims: components["schemas"]["Claim"][];
            collections: components["schemas"]["Collection"][];
            competitor_observations: components["schemas"]["CompetitorObservation"][];
            deliveries: components["schemas"]["TripStop"][];
            expenses: components["schemas"]["Expense"][];
            invoices: components["schemas"]["Invoice"][];
            opportunities: components["schemas"]["Opportunity"][];
            orders: components["schemas"]["Order"][];
            photos: components["schemas"]["Photo"][];
            quotations: components["schemas"]["Quotation"][];
            returns: components["schemas"]["SalesReturn"][];
            stock_counts: components["schemas"]["StockCount"][];
            surveys: components["schemas"]["FormResponseWhole"][];
            tasks: components["schemas"]["Task"][];
            van_counts: components["schemas"]["VanCount"][];
        };
        VisitPatternCode: {
            /** Format: int32 */
            calls_a_week: number;
            code: string;
            meaning: components["schemas"]["Meaning"];
            /** Format: int32 */
            one_week_in?: number | null;
            short?: string | null;
            usual_weekdays?: number[] | null;
            /** Format: int32 */
            visits: number;
            /** Format: int32 */
            weekdays_needed: number;
            weeks: number[];
        };
        VisitPatternCodes: {
            items: components["schemas"]["VisitPatternCode"][];
        };
        VisitReason: {
            active: boolean;
            code: string;
            group_code: string;
            name_en: string;
            name_vi: string;
            name_zh: string;
            /** Format: int32 */
            sequence: number;
            uses: string[];
            /** Format: int32 */
            version: number;
        };
        VisitReasonPut: components["schemas"]["ReasonWords"] & {
            group_code: string;
            uses: ("non_productive" | "missed" | "cancelled" | "rescheduled" | "absence_refused" | "plan_change")[];
        };
        VisitSealView: {
            day_seal: string;
            digest: string;
            fence?: Record<string, never>[] | null;
            /** Format: int32 */
            fixes: number;
            hash: string;
            known_at: components["schemas"]["Instant"];
            pin?: components["schemas"]["Position"] | null;
            /** Format: int32 */
            position: number;
            /** Format: double */
            radius_m: number;
            /** Format: int32 */
            revision: number;
            /** Format: int32 */
            rule_version: number;
            /** Format: int32 */
            visits: number;
        };
        /** @enum {string} */
        VisitSource: "declared" | "detected";
        /** @enum {string} */
        VisitState: "open" | "closed" | "cancelled";
        VisitSummary: {
            accompanied: components["schemas"]["Accompanied"][];
            appeal?: components["schemas"]["AppealView"] | null;
            arrived_at?: components["schemas"]["Instant"] | null;
            check_in_at?: components["schemas"]["Instant"] | null;
            check_out_at?: components["schemas"]["Instant"] | null;
            currency?: string | null;
            /** Format: date */
            date: string;
            departed_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            dwell_s: number;
            effective_overall: components["schemas"]["Overall"];
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            order_total_minor?: number | null;
            /** Format: int32 */
            org_unit_id: number;
            outlet?: components["schemas"]["VisitOutlet"] | null;
            provisional: boolean;
            rep_code: string;
            /** Format: int32 */
            rep_id: number;
            rep_name: string;
            review?: components["schemas"]["ReviewView"] | null;
            /** Format: int32 */
            revision: number;
            source: components["schemas"]["VisitSource"];
            state: components["schemas"]["VisitState"];
            verdict: components["schemas"]["Verdict"];
            visit_type: components["schemas"]["VisitType"];
        };
        /** @enum {string} */
        VisitType: "sales" | "delivery" | "van" | "merchandising" | "service" | "joint" | "phone";
        VisitWhole: components["schemas"]["VisitSummary"] & components["schemas"]["VisitParts"] & {
            customer?: components["schemas"]["VisitCustomer"] | null;
            evidence: components["schemas"]["EvidenceView"];
            fixes: components["schemas"]["FixView"][];
            records: components["schemas"]["RecordView"][];
            revisions: components["schemas"]["RevisionView"][];
            said: components["schemas"]["SaidView"][];
            seal?: components["schemas"]["VisitSealView"] | null;
        };
        /** @enum {string} */
        Ways: "best" | "engine" | "roads" | "air";
        /** @enum {string} */
        WeeksOf: "cycle" | "month";
        WindowView: {
            from_at: components["schemas"]["Instant"];
            time: components["schemas"]["TimeView"];
            to_at: components["schemas"]["Instant"];
        };
        WorkedView: {
            /** Format: double */
            break_s: number;
            ended_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            off_s: number;
            started_at?: components["schemas"]["Instant"] | null;
            /** Format: double */
            worked_s: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    absence_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Those that touch this period, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Those that hold on this date. */
                on?: string;
                rep_id?: number;
                /** @description requested | approved | refused | cancelled */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Absence"];
                };
            };
        };
    };
    absence_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["AbsencePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
        };
    };
    absence_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
        };
    };
    absence_decide: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AbsenceDecisionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
        };
    };
    absence_preview: {
        parameters: {
            query?: {
                substitute_rep_id?: number;
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["AbsencePreview"];
                };
            };
        };
    };
    activity_list: {
        parameters: {
            query?: {
                contact_id?: number;
                cursor?: string;
                customer_id?: number;
                /** @description Whether something speaks against it: gifts that a phone told of against a limit. */
                doubtful?: boolean;
                /** @description Of the plan, without one of the end; both included. */
                from?: string;
                id?: string;
                kind?: components["schemas"]["Kind"];
                /** @description 1–1000, 100 by default. */
                limit?: number;
                occasion_id?: string;
                occasion_year?: number;
                outlet_id?: number;
                rep_id?: number;
                /** @description Against its plan, as of now. */
                standing?: components["schemas"]["Standing"];
                state?: components["schemas"]["ActivityState"];
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Activity"];
                };
            };
        };
    };
    activity_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
        };
    };
    activity_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
        };
    };
    activity_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
        };
    };
    activity_email: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Email"];
                };
            };
        };
    };
    activity_call: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
        };
    };
    activity_completion: {
        parameters: {
            query?: {
                /** @description Both included: the last 30 days where absent, at most 92. */
                from?: string;
                rep_id?: number;
                to?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Completions"];
                };
            };
        };
    };
    activities_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    alert_options: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["AlertOptions"];
                };
            };
        };
    };
    alert_subscription_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description `company`: of everybody; for administrators. Own ones by default. */
                whose?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_SubscriptionView"];
                };
            };
        };
    };
    alert_subscription_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SubscriptionIssued"];
                };
            };
        };
    };
    alert_subscription_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
        };
    };
    alert_subscription_delete: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    alert_subscription_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
        };
    };
    alert_delivery_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_DeliveryView"];
                };
            };
        };
    };
    alert_subscription_replay: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayPut"];
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    alert_subscription_test: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
        };
    };
    appointment_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of the start, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description This unit and all below it. */
                org_unit_id?: number;
                outlet_id?: number;
                /** @description In whose calendar: the own, or as an attendee. */
                rep_id?: number;
                state?: components["schemas"]["AppointmentState"];
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Appointment"];
                };
            };
        };
    };
    appointment_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointmentPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
        };
    };
    appointment_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
        };
    };
    appointment_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointmentChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
        };
    };
    appointment_answer: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
        };
    };
    appointments_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    audit_log_list: {
        parameters: {
            query?: {
                /** @description e.g. `track.read`; `track.` means all that begin so */
                action?: string;
                cursor?: string;
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description e.g. `reps/17`; `reps/` means all that begin so */
                subject?: string;
                /** @description Not included. */
                to?: string;
                user_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_AuditEntry"];
                };
            };
        };
    };
    audit_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of audits: only those that did not earn all they could, or only those that did. */
                failed?: boolean;
                form_code?: string;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_FormResponse"];
                };
            };
        };
    };
    audit_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["FormResponseWhole"];
                };
            };
        };
    };
    audits_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    audit_scores: {
        parameters: {
            query: {
                /** @description Both included, at most 366 days. */
                from: string;
                to: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["AuditScoreList"];
                };
            };
        };
    };
    calendar_feed_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CalendarFeeds"];
                };
            };
        };
    };
    calendar_feed_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarFeedPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["CalendarFeedIssued"];
                };
            };
        };
    };
    calendar_feed_delete: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    campaign_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                state?: components["schemas"]["CampaignState"];
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Campaign"];
                };
            };
        };
    };
    campaign_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    campaign_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    campaign_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    campaign_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignAct"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    campaign_preview: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CampaignPreview"];
                };
            };
        };
    };
    campaign_recipients: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description would_get | left_out | pending | sent | delivered | failed | stopped */
                state?: string;
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Recipient"];
                };
            };
        };
    };
    campaigns_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    case_deadline_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CaseDeadlines"];
                };
            };
        };
    };
    case_deadline_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                priority: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseDeadlinePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CaseDeadline"];
                };
            };
        };
    };
    case_list: {
        parameters: {
            query?: {
                /** @description Whether a deadline was not kept, as of now. */
                breached?: boolean;
                cursor?: string;
                customer_id?: number;
                /** @description When it was opened, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Whether it still is to be settled. */
                open?: boolean;
                outlet_id?: number;
                priority?: components["schemas"]["Priority"];
                rep_id?: number;
                state?: components["schemas"]["CaseState"];
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Case"];
                };
            };
        };
    };
    case_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CasePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
        };
    };
    case_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
        };
    };
    case_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
        };
    };
    cases_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    claim_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description That is its evidence. */
                display_id?: string;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                partner_id?: number;
                rep_id?: number;
                /** @description draft | submitted | checked | approved | partly | rejected | settled */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                /** @description Of one of its lines' evidence, as rep, outlet and customer are. */
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Claim"];
                };
            };
        };
    };
    claim_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Claim"];
                };
            };
        };
    };
    claim_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ClaimWhole"];
                };
            };
        };
    };
    claim_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Claim"];
                };
            };
        };
    };
    claim_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimAction"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Claim"];
                };
            };
        };
    };
    claims_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    collection_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description waiting | exported | accepted | rejected */
                erp_state?: components["schemas"]["ErpState"];
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                rep_id?: number;
                settlement_id?: string;
                /** @description recorded | handed_in | verified | posted | rejected | void */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Collection"];
                };
            };
        };
    };
    collection_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collection_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collection_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                action: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionAction"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collection_paper: {
        parameters: {
            query?: {
                /** @description en | vi | zh; the reader's own by default. */
                lang?: "en" | "vi" | "zh";
                /** @description a4 | a5 | 80mm; A4 by default. */
                size?: "a4" | "a5" | "80mm";
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "text/html": string;
                };
            };
        };
    };
    collections_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    commission_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Of months that this period touches, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Its first date. */
                month?: string;
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_CommissionStatement"];
                };
            };
        };
    };
    commission_make: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommissionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["CommissionsMade"];
                };
            };
        };
    };
    commission_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommissionWhole"];
                };
            };
        };
    };
    commissions_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    commission_plan_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommissionPlans"];
                };
            };
        };
    };
    commission_plan_versions: {
        parameters: {
            path: {
                code: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CommissionPlans"];
                };
            };
        };
    };
    commission_plan_put: {
        parameters: {
            path: {
                code: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommissionPlanPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["CommissionPlans"];
                };
            };
        };
    };
    competitor_observation_list: {
        parameters: {
            query?: {
                /** @description Whatever its case. */
                brand?: string;
                /** @description Code of the own category that it competes in. */
                category?: string;
                cursor?: string;
                customer_id?: number;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                /** @description Only those with a promotion, or only those without. */
                promotion?: boolean;
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_CompetitorObservation"];
                };
            };
        };
    };
    competitor_observation_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CompetitorObservation"];
                };
            };
        };
    };
    competitor_observations_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    contact_list: {
        parameters: {
            query?: {
                active?: boolean;
                /** @description Only whose birthday is today or within so many days, at most 92. */
                birthday_within?: number;
                cursor?: string;
                customer_id?: number;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of name, code or phone. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Contact"];
                };
            };
        };
    };
    contact_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
        };
    };
    contact_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
        };
    };
    contact_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
        };
    };
    contact_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_ContactPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    contact_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
        };
    };
    contacts_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    contacts_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    contract_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Ending in this period, both included; what has no end is in none. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of number or title. */
                q?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                /** @description As of today. */
                validity?: components["schemas"]["Validity"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Contract"];
                };
            };
        };
    };
    contract_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContractPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
        };
    };
    contract_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
        };
    };
    contract_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContractPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
        };
    };
    contract_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_ContractPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    contract_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContractPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
        };
    };
    contracts_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    contracts_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    coverage_report: {
        parameters: {
            query?: {
                /** @description product (default) | area */
                by?: string;
                /** @description Code. */
                category?: string;
                channel?: string;
                /** @description Of outlets. */
                class?: string;
                /** @description json | csv | xlsx; else by `Accept`. */
                format?: string;
                /** @description Both included, at most 366 days; the last 30 where absent. The universe is as of the last. */
                from?: string;
                /** @description Of headings in csv and xlsx: en | vi | zh */
                language?: components["schemas"]["Language"];
                /** @description Of outlets, with what is below. */
                org_unit_id?: number;
                /** @description By area: of one product, else of a category, else of any product. */
                product_id?: number;
                to?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CoverageReport"];
                };
            };
        };
    };
    coverage_outlets: {
        parameters: {
            query?: {
                /** @description Exactly this org unit: a row by area. */
                area_id?: number;
                category?: string;
                channel?: string;
                class?: string;
                cursor?: string;
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                product_id?: number;
                to?: string;
                /** @description universe (default) | handlers | purchasers | stocked | counted | observed | out | must_sell | must_sell_missing */
                which?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_CoverageOutlet"];
                };
            };
        };
    };
    credit_account_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Only where exposure is beyond the limit or an invoice past its due date. */
                in_trouble?: boolean;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer. Terms and balances; not what orders add. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_CreditAccount"];
                };
            };
        };
    };
    credit_account_put: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CreditAccount"];
                };
            };
        };
    };
    credit_account_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CreditAccount"];
                };
            };
        };
    };
    credit_account_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditAccountPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CreditAccount"];
                };
            };
        };
    };
    credit_account_paper: {
        parameters: {
            query?: {
                /** @description Both included; the last 90 days by default. */
                from?: string;
                /** @description en | vi | zh; the reader's own by default. */
                lang?: "en" | "vi" | "zh";
                /** @description a4 | a5 | 80mm; A4 by default. */
                size?: "a4" | "a5" | "80mm";
                to?: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "text/html": string;
                };
            };
        };
    };
    credit_account_statement: {
        parameters: {
            query?: {
                /** @description Both included; the last 90 days by default. */
                from?: string;
                to?: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
        };
    };
    credit_accounts_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    credit_accounts_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    customer_list: {
        parameters: {
            query?: {
                code?: string;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Customer"];
                };
            };
        };
    };
    customer_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customer_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customer_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customer_timeline: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_TimelineItem"];
                };
            };
        };
    };
    customer_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_CustomerPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    customer_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
        };
    };
    customers_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    day_plan_get: {
        parameters: {
            path: {
                date: string;
                rep: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
        };
    };
    day_plan_change: {
        parameters: {
            path: {
                date: string;
                rep: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopChangePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
        };
    };
    delivery_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                order_id?: string;
                /** @description Of one of its orders, as the customer. */
                outlet_id?: number;
                rep_id?: number;
                /** @description planned | out | settled | cancelled */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Trip"];
                };
            };
        };
    };
    delivery_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["TripPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Trip"];
                };
            };
        };
    };
    delivery_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Trip"];
                };
            };
        };
    };
    delivery_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TripPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Trip"];
                };
            };
        };
    };
    delivery_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                action: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TripAction"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Trip"];
                };
            };
        };
    };
    delivery_settle: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TripCount"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Trip"];
                };
            };
        };
    };
    delivery_answer: {
        parameters: {
            path: {
                id: string;
                order_id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopAnswer"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Trip"];
                };
            };
        };
    };
    deliveries_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    device_list: {
        parameters: {
            query?: {
                cursor?: string;
                label?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
                revoked?: boolean;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Device"];
                };
            };
        };
    };
    device_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["DevicePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["DeviceCreated"];
                };
            };
        };
    };
    device_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
        };
    };
    device_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DevicePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
        };
    };
    device_app_setup: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppSetupPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["AppSetup"];
                };
            };
        };
    };
    device_enrolment_code: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["EnrolmentIssued"];
                };
            };
        };
    };
    device_lost: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LostPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DeviceLost"];
                };
            };
        };
    };
    device_lost_cancel: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
        };
    };
    device_revoke: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
        };
    };
    device_token: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["DeviceToken"];
                };
            };
        };
    };
    device_track_file: {
        parameters: {
            query?: {
                /** @description Says what the file holds, and keeps nothing. */
                dry_run?: boolean;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TrackTaken"];
                };
            };
        };
    };
    device_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_DevicePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    device_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DevicePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DeviceToken"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["DeviceToken"];
                };
            };
        };
    };
    display_enrolment_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Enrolled in this period, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                programme_id?: number;
                /** @description Who showed it last. */
                rep_id?: number;
                /** @description enrolled | executed | approved_first | approved | paid | failed */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                /** @description In which it was shown. */
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Display"];
                };
            };
        };
    };
    display_enrolment_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DisplayWhole"];
                };
            };
        };
    };
    display_act: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisplayActions"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DisplayActionAnswer"];
                };
            };
        };
    };
    display_enrolments_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    display_programme_list: {
        parameters: {
            query?: {
                active?: boolean;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Programmes that run on this day. */
                on?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_DisplayProgramme"];
                };
            };
        };
    };
    display_programme_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisplayProgrammePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["DisplayProgramme"];
                };
            };
        };
    };
    display_programme_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DisplayProgramme"];
                };
            };
        };
    };
    display_programme_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisplayProgrammePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DisplayProgramme"];
                };
            };
        };
    };
    display_enrol: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisplayEnrolments"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DisplayEnrolled"];
                };
            };
        };
    };
    displays_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    document_list: {
        parameters: {
            query?: {
                contract_id?: number;
                cursor?: string;
                customer_id?: number;
                /** @description Ending in this period, both included; what has no end is in none. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                /** @description As of today. */
                validity?: components["schemas"]["Validity"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Document"];
                };
            };
        };
    };
    document_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    document_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    document_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    document_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_DocumentPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    document_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
        };
    };
    documents_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    documents_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    erp_mark_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description order | collection | return */
                kind?: components["schemas"]["ErpKind"];
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description waiting | exported | accepted | rejected */
                state?: components["schemas"]["ErpState"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_ErpMark"];
                };
            };
        };
    };
    erp_mark_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErpMarks"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ErpMarksAnswer"];
                };
            };
        };
    };
    erp_mark_retry: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErpRetry"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ErpMarksAnswer"];
                };
            };
        };
    };
    event_list: {
        parameters: {
            query?: {
                /** @description From an earlier answer, or of a live event. Absent: from the oldest; `now`: only what comes. */
                cursor?: string;
                /** @description Comma-separated. */
                kind?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    exception_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description One day; or `from` and `to`, both included. */
                date?: string;
                from?: string;
                /** @description Comma-separated, e.g. `silent,outside`. */
                kind?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                /** @description The id of a user, `me`, or `none`. */
                owner?: string;
                rep_id?: number;
                /** @description Comma-separated: open, acknowledged, resolved. */
                state?: string;
                to?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_FieldException"];
                };
            };
        };
    };
    exception_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ExceptionWhole"];
                };
            };
        };
    };
    exception_act: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["FieldException"];
                };
            };
        };
    };
    exception_act_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionBatch"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ActionBatchAnswer"];
                };
            };
        };
    };
    exception_summary: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ExceptionSummary"];
                };
            };
        };
    };
    expense_list: {
        parameters: {
            query?: {
                category?: string;
                cursor?: string;
                customer_id?: number;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Of its visit, as the customer. */
                outlet_id?: number;
                rep_id?: number;
                /** @description submitted | approved | rejected | paid */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Expense"];
                };
            };
        };
    };
    expense_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpensePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Expense"];
                };
            };
        };
    };
    expense_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Expense"];
                };
            };
        };
    };
    expense_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                action: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpenseDecision"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Expense"];
                };
            };
        };
    };
    expenses_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    export_get: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
            path: {
                kind: components["schemas"]["ImportKind"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    first_run_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstRunBody"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    form_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Form"];
                };
            };
        };
    };
    form_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    form_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    form_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    form_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_FormPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    form_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    forms_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    holiday_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description All by default. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Holiday"];
                };
            };
        };
    };
    holiday_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                date: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HolidayPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Holiday"];
                };
            };
        };
    };
    holiday_delete: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                date: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    import_mapping_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Mappings"];
                };
            };
        };
    };
    import_mapping_save: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ImportMapping"];
                };
            };
        };
    };
    import_mapping_delete: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                kind: components["schemas"]["ImportKind"];
                name: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    import_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_ImportBatch"];
                };
            };
        };
    };
    import_create: {
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["ImportBatch"];
                };
            };
        };
    };
    import_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ImportBatch"];
                };
            };
        };
    };
    import_changes: {
        parameters: {
            query?: {
                /** @description created | updated | ended */
                action?: string;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_ImportChange"];
                };
            };
        };
    };
    import_commit: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommitAsk"];
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["ImportBatch"];
                };
            };
        };
    };
    import_faults: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_FaultView"];
                };
            };
        };
    };
    import_revert: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["ImportBatch"];
                };
            };
        };
    };
    invoice_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of the invoice's date, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Only what is not paid in full. */
                open?: boolean;
                order_id?: string;
                outlet_id?: number;
                /** @description Of the order that it bills. */
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Invoice"];
                };
            };
        };
    };
    invoice_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvoicePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
        };
    };
    invoice_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
        };
    };
    invoice_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErpInvoices"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ErpInvoicesAnswer"];
                };
            };
        };
    };
    invoice_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErpInvoicePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
        };
    };
    invoices_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    invoices_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    joint_visit_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
                to?: string;
                user_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_JointVisit"];
                };
            };
        };
    };
    joint_visit_delete: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    joint_visit_counts: {
        parameters: {
            query: {
                from: string;
                /** @description Included; at most 92 days. */
                to: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["JointCounts"];
                };
            };
        };
    };
    kpi_report: {
        parameters: {
            query: {
                /** @description Up to two of rep, route, team, region, outlet_class, day, week, month, by comma. */
                by?: string;
                /** @description json | csv | xlsx; else by `Accept`. */
                format?: string;
                /** @description First and last company date, both included; at most 400 days. */
                from: string;
                /** @description RFC 3339: assignments, reviews and visits as they were known then. */
                known_at?: string;
                /** @description Of headings in csv and xlsx: en | vi | zh */
                language?: components["schemas"]["Language"];
                /** @description This org unit and those below it. */
                org_unit_id?: number;
                /** @description then (default) | now */
                organised?: components["schemas"]["Organised"];
                outlet_class?: string;
                outlet_id?: number;
                rep_id?: number;
                route_id?: number;
                /** @description Exactly this org unit. */
                team_id?: number;
                to: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ReportView"];
                };
            };
        };
    };
    kpi_cells: {
        parameters: {
            query: {
                /** @description First and last company date, both included; at most 400 days. */
                from: string;
                /** @description This org unit and those below it. */
                org_unit_id?: number;
                /** @description then (default) | now */
                organised?: components["schemas"]["Organised"];
                outlet_class?: string;
                rep_id?: number;
                /** @description Of H3, 6–10; 8 by default. */
                resolution?: number;
                route_id?: number;
                /** @description Exactly this org unit. */
                team_id?: number;
                to: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CoverageMap"];
                };
            };
        };
    };
    kpi_definitions: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Dictionary"];
                };
            };
        };
    };
    kpi_rows: {
        parameters: {
            query: {
                cursor?: string;
                from: string;
                known_at?: string;
                /** @description Code of a KPI. */
                kpi: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                organised?: components["schemas"]["Organised"];
                outlet_class?: string;
                outlet_id?: number;
                /** @description numerator (default) | denominator */
                part?: components["schemas"]["KpiPart"];
                rep_id?: number;
                route_id?: number;
                team_id?: number;
                to: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_BehindView"];
                };
            };
        };
    };
    mailbox_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Mailboxes"];
                };
            };
        };
    };
    mailbox_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailboxPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
        };
    };
    mailbox_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
        };
    };
    mailbox_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailboxPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
        };
    };
    mailbox_remove: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    mailbox_test: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["MailboxTrial"];
                };
            };
        };
    };
    message_gateway_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Gateways"];
                };
            };
        };
    };
    message_gateway_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                channel: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GatewayPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["GatewaySet"];
                };
            };
        };
    };
    message_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                rep_id?: number;
                /** @description Only those that no phone has yet. */
                waiting?: boolean;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Message"];
                };
            };
        };
    };
    message_send: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessagePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["MessageSent"];
                };
            };
        };
    };
    must_sell_list_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_MustSellList"];
                };
            };
        };
    };
    must_sell_list_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MustSellListPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["MustSellList"];
                };
            };
        };
    };
    must_sell_list_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["MustSellList"];
                };
            };
        };
    };
    must_sell_list_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MustSellListPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["MustSellList"];
                };
            };
        };
    };
    must_sell_list_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_MustSellListPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    must_sell_list_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MustSellListPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["MustSellList"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["MustSellList"];
                };
            };
        };
    };
    must_sell_lists_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    must_sell_lists_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    occasion_customer_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of the plan, without one of the end; both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description All greetings and gifts where absent, those without an occasion too. */
                occasion_id?: string;
                /** @description With all below it. */
                org_unit_id?: number;
                rep_id?: number;
                to?: string;
                /** @description This one where absent. */
                year?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_CustomerCare"];
                };
            };
        };
    };
    occasion_customers_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    occasion_list: {
        parameters: {
            query?: {
                act?: components["schemas"]["OccasionAct"];
                active?: boolean;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Occasion"];
                };
            };
        };
    };
    occasion_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OccasionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Occasion"];
                };
            };
        };
    };
    occasion_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Occasion"];
                };
            };
        };
    };
    occasion_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OccasionChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Occasion"];
                };
            };
        };
    };
    occasion_preview: {
        parameters: {
            query?: {
                /** @description This one where absent. */
                year?: number;
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OccasionPreview"];
                };
            };
        };
    };
    occasion_progress: {
        parameters: {
            query?: {
                customer_id?: number;
                /** @description json | csv | xlsx; else by `Accept`. A file has the rows of reps. */
                format?: string;
                /** @description Of the plan, without one of the end; both included. */
                from?: string;
                /** @description Of headings in csv and xlsx: en | vi | zh */
                language?: components["schemas"]["Language"];
                /** @description With all below it. */
                org_unit_id?: number;
                rep_id?: number;
                to?: string;
                /** @description This one where absent. */
                year?: number;
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OccasionProgress"];
                };
            };
        };
    };
    occasion_recipients: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description would_get | left_out | planned | held | not_held | withdrawn */
                state?: string;
                /** @description This one where absent. */
                year?: number;
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_OccasionRecipient"];
                };
            };
        };
    };
    openapi: {
        responses: {
            200: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    opportunity_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of the expected close, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outcome?: components["schemas"]["Outcome"];
                outlet_id?: number;
                rep_id?: number;
                stage?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Opportunity"];
                };
            };
        };
    };
    opportunity_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpportunityPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    opportunity_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    opportunity_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpportunityChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Opportunity"];
                };
            };
        };
    };
    opportunities_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    opportunity_totals: {
        parameters: {
            query?: {
                customer_id?: number;
                /** @description Of the expected close, both included. */
                from?: string;
                rep_id?: number;
                to?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OpportunityTotals"];
                };
            };
        };
    };
    opportunity_stage_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Stages"];
                };
            };
        };
    };
    opportunity_stage_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                code: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StagePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Stage"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Stage"];
                };
            };
        };
    };
    order_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description waiting | exported | accepted | rejected */
                erp_state?: components["schemas"]["ErpState"];
                /** @description Both included. */
                from?: string;
                /** @description credit | overdue | price | stock | review */
                hold?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                rep_id?: number;
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Order"];
                };
            };
        };
    };
    order_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    order_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    order_revise: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    order_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                action: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderAction"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    order_deliver: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    order_paper: {
        parameters: {
            query?: {
                /** @description Of a delivery note: which delivery; the newest by default, and before any what is left. */
                delivery?: string;
                /** @description en | vi | zh; the reader's own by default. */
                lang?: "en" | "vi" | "zh";
                /** @description a4 | a5 | 80mm; A4 by default. */
                size?: "a4" | "a5" | "80mm";
            };
            path: {
                id: string;
                paper: components["schemas"]["OrderPaper"];
            };
        };
        responses: {
            200: {
                content: {
                    "text/html": string;
                };
            };
        };
    };
    order_story: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OrderExplained"];
                };
            };
        };
    };
    order_confirm: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmBatch"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ConfirmAnswer"];
                };
            };
        };
    };
    orders_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    order_price: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceAsk"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Priced"];
                };
            };
        };
    };
    org_unit_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_OrgUnit"];
                };
            };
        };
    };
    org_unit_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrgUnitPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["OrgUnit"];
                };
            };
        };
    };
    org_unit_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OrgUnit"];
                };
            };
        };
    };
    org_unit_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrgUnitPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OrgUnit"];
                };
            };
        };
    };
    org_unit_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_OrgUnitPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    org_unit_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrgUnitPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OrgUnit"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["OrgUnit"];
                };
            };
        };
    };
    org_units_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    org_units_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    outlet_request_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                rep_id?: number;
                /** @description open | approved | refused */
                state?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_OutletRequest"];
                };
            };
        };
    };
    outlet_request_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletRequestPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["OutletRequest"];
                };
            };
        };
    };
    outlet_request_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OutletRequestWhole"];
                };
            };
        };
    };
    outlet_request_approve: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletApprovalPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OutletRequest"];
                };
            };
        };
    };
    outlet_request_refuse: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletRefusalPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OutletRequest"];
                };
            };
        };
    };
    outlet_request_roll_back: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletRollbackPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OutletRequest"];
                };
            };
        };
    };
    outlet_list: {
        parameters: {
            query?: {
                class?: string;
                closed?: boolean;
                code?: string;
                cursor?: string;
                customer_id?: number;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Outlet"];
                };
            };
        };
    };
    outlet_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_close: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClosurePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_keep: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_must_sell: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["MustSells"];
                };
            };
        };
    };
    outlet_reopen: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_repeat_order: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RepeatOrder"];
                };
            };
        };
    };
    outlet_schemes: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OutletSchemes"];
                };
            };
        };
    };
    outlet_sell_out: {
        parameters: {
            query?: {
                /** @description Of the counts, both included: the last 90 days where absent, at most 366. */
                from?: string;
                product_id?: number;
                to?: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SellOuts"];
                };
            };
        };
    };
    outlet_suggested_order: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SuggestedOrder"];
                };
            };
        };
    };
    outlet_suppliers: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["OutletSuppliers"];
                };
            };
        };
    };
    outlet_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_OutletPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    outlet_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
        };
    };
    outlet_closure_suggested: {
        parameters: {
            query?: {
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ClosuresSuggested"];
                };
            };
        };
    };
    outlet_duplicate_list: {
        parameters: {
            query?: {
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PairsSuggested"];
                };
            };
        };
    };
    outlet_duplicate_decide: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairDecisionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PairDecided"];
                };
            };
        };
    };
    outlet_duplicate_roll_back: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairRollbackPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PairDecided"];
                };
            };
        };
    };
    outlets_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    outlet_map: {
        parameters: {
            query: {
                /** @description `west,south,east,north` in degrees. */
                bbox: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["MapView"];
                };
            };
        };
    };
    outlet_near: {
        parameters: {
            query: {
                lat: number;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                lng: number;
                /** @description 1–50 000, 500 by default. */
                radius_m?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["NearList"];
                };
            };
        };
    };
    outlet_tile: {
        parameters: {
            path: {
                x: number;
                y: number;
                z: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.mapbox-vector-tile": number[];
                };
            };
        };
    };
    outlet_today: {
        parameters: {
            query: {
                /** @description `west,south,east,north` in degrees. */
                bbox: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TodayView"];
                };
            };
        };
    };
    partner_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Partner"];
                };
            };
        };
    };
    partner_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    partner_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    partner_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    partner_supply: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Supplied"];
                };
            };
        };
    };
    partner_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_PartnerPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    partner_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    partners_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    partners_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    password_change: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            204: {
            };
        };
    };
    password_reset: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    period_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_PeriodView"];
                };
            };
        };
    };
    period_get: {
        parameters: {
            path: {
                month: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PeriodWhole"];
                };
            };
        };
    };
    period_adjustments: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                month: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_AdjustmentView"];
                };
            };
        };
    };
    period_close: {
        parameters: {
            query?: {
                /** @description Closes although something still moves. */
                anyway?: boolean;
                /** @description Only tells what would be closed. */
                dry_run?: boolean;
            };
            path: {
                month: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["CloseAnswer"];
                };
            };
        };
    };
    period_reopen: {
        parameters: {
            path: {
                month: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PeriodView"];
                };
            };
        };
    };
    photo_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description taken_elsewhere | taken_earlier | clock | reused, or any */
                finding?: string;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                /** @description Of the record that names them: a display execution, for one. */
                record_id?: string;
                rep_id?: number;
                /** @description pending | approved | rejected */
                status?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Photo"];
                };
            };
        };
    };
    photo_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PhotoWhole"];
                };
            };
        };
    };
    photo_image: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "image/jpeg": number[];
                };
            };
        };
    };
    photo_thumbnail: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "image/jpeg": number[];
                };
            };
        };
    };
    photo_decide: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhotoDecisions"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PhotoDecisionAnswer"];
                };
            };
        };
    };
    pin_proposal_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                outlet_id?: number;
                /** @description rep | visits | rollback */
                source?: string;
                /** @description open | approved | refused | superseded */
                state?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_PinProposal"];
                };
            };
        };
    };
    pin_proposal_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PinProposalWhole"];
                };
            };
        };
    };
    pin_proposal_approve: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PinDecided"];
                };
            };
        };
    };
    pin_proposal_refuse: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PinDecided"];
                };
            };
        };
    };
    pin_proposal_roll_back: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinRollbackPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PinDecided"];
                };
            };
        };
    };
    plan_deviation_list: {
        parameters: {
            query?: {
                /** @description added | removed | moved | excused | restored | covered */
                change?: string;
                cursor?: string;
                /** @description Of the plan; both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
                to?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_PlanDeviation"];
                };
            };
        };
    };
    price_list_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_PriceList"];
                };
            };
        };
    };
    price_list_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceListPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
        };
    };
    price_list_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
        };
    };
    price_list_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceListPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
        };
    };
    price_list_prices: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Prices"];
                };
            };
        };
    };
    price_list_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_PriceListPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    price_list_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceListPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
        };
    };
    price_lists_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    consent_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
                standing?: components["schemas"]["ConsentStanding"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_RepConsent"];
                };
            };
        };
    };
    "privacy/consents_export": {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    consent_summary: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ConsentSummary"];
                };
            };
        };
    };
    erasure_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Erasure"];
                };
            };
        };
    };
    erasure_ask: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasurePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ErasurePlan"];
                };
            };
            202: {
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    erasure_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    erasure_cancel: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    privacy_notice_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_PrivacyNotice"];
                };
            };
        };
    };
    privacy_notice_publish: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrivacyNoticePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PrivacyNotice"];
                };
            };
        };
    };
    privacy_own_export: {
        parameters: {
            query?: {
                /** @description First company date; without it 400 days before the last. */
                from?: string;
                /** @description Last company date, today without it. */
                to?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/zip": number[];
                };
            };
        };
    };
    processing_record: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ProcessingRecord"];
                };
            };
        };
    };
    privacy_export: {
        parameters: {
            query?: {
                /** @description First company date; without it 400 days before the last. */
                from?: string;
                /** @description Last company date, today without it. */
                to?: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/zip": number[];
                };
            };
        };
    };
    product_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Product"];
                };
            };
        };
    };
    product_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
        };
    };
    product_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
        };
    };
    product_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
        };
    };
    product_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_ProductPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    product_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
        };
    };
    products_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    public_get: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PublicView"];
                };
            };
        };
    };
    push_key: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
        };
    };
    quarantined_record_list: {
        parameters: {
            query?: {
                cursor?: string;
                device_id?: number;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
                state?: components["schemas"]["QuarantineState"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_QuarantinedRecord"];
                };
            };
        };
    };
    quarantined_record_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["QuarantinedRecordShown"];
                };
            };
        };
    };
    quarantined_record_decide: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["QuarantinedRecord"];
                };
            };
        };
    };
    quotation_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of the company's dates, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                rep_id?: number;
                /** @description open | ordered | declined */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Quotation"];
                };
            };
        };
    };
    quotation_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotationPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
        };
    };
    quotation_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
        };
    };
    quotation_answer: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotationAnswer"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
        };
    };
    quotation_paper: {
        parameters: {
            query?: {
                /** @description en | vi | zh; the reader's own by default. */
                lang?: "en" | "vi" | "zh";
                /** @description a4 | a5 | 80mm; A4 by default. */
                size?: "a4" | "a5" | "80mm";
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "text/html": string;
                };
            };
        };
    };
    quotations_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    reconcile: {
        parameters: {
            path: {
                object: Record<string, never>;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reconciliation"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ReconciliationReport"];
                };
            };
        };
    };
    rep_list: {
        parameters: {
            query?: {
                active?: boolean;
                code?: string;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Rep"];
                };
            };
        };
    };
    rep_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    rep_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    rep_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    rep_day_get: {
        parameters: {
            path: {
                date: string;
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RepDayView"];
                };
            };
        };
    };
    rep_day_joint: {
        parameters: {
            path: {
                date: string;
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JointPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["JointVisit"];
                };
            };
        };
    };
    time_correction_create: {
        parameters: {
            path: {
                date: string;
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["DayView"];
                };
            };
        };
    };
    departure_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DepartureState"];
                };
            };
        };
    };
    departure_ask: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeparturePut"];
            };
        };
        responses: {
            /** @description With `dry_run` */
            200: {
                content: {
                    "application/json": components["schemas"]["DeparturePlan"];
                };
            };
            /** @description Done */
            201: {
                content: {
                    "application/json": components["schemas"]["Departure"];
                };
            };
            /** @description Planned */
            202: {
                content: {
                    "application/json": components["schemas"]["Departure"];
                };
            };
        };
    };
    departure_cancel: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Departure"];
                };
            };
        };
    };
    rep_diagnosis: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["DiagnosisView"];
                };
            };
        };
    };
    rep_timesheet: {
        parameters: {
            query: {
                /** @description json | csv | xlsx; else by `Accept`. */
                format?: string;
                /** @description Of headings in csv and xlsx: en | vi | zh */
                language?: components["schemas"]["Language"];
                /** @description `2026-11` */
                month: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RepMonth"];
                };
            };
        };
    };
    rep_track: {
        parameters: {
            query: {
                /** @description geojson | gpx | kml | csv | xlsx; left out: what `Accept` says, GeoJSON else. */
                format?: string;
                from: string;
                /** @description Not included; at most 7 days after `from`. */
                to: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/geo+json": components["schemas"]["TrackCollection"];
                    "application/gpx+xml": string;
                    "application/vnd.google-earth.kml+xml": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                };
            };
        };
    };
    rep_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_RepPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    rep_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    reps_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    rep_today: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 1000 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_BoardRep"];
                };
            };
        };
    };
    return_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description waiting | exported | accepted | rejected */
                erp_state?: components["schemas"]["ErpState"];
                /** @description Of the company's dates, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                order_id?: string;
                outlet_id?: number;
                rep_id?: number;
                /** @description recorded | approved | rejected */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_SalesReturn"];
                };
            };
        };
    };
    return_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SalesReturn"];
                };
            };
        };
    };
    return_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SalesReturn"];
                };
            };
        };
    };
    return_decide: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnDecision"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SalesReturn"];
                };
            };
        };
    };
    returns_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    role_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RoleTable"];
                };
            };
        };
    };
    route_list: {
        parameters: {
            query?: {
                code?: string;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                /** @description Part of code or name. */
                q?: string;
                rep_id?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Route"];
                };
            };
        };
    };
    route_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
        };
    };
    route_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
        };
    };
    route_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
        };
    };
    route_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_RoutePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    route_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
        };
    };
    routes_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    saved_view_list: {
        parameters: {
            query?: {
                /** @description Of this page only. */
                page?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SavedViews"];
                };
            };
        };
    };
    saved_view_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
        };
    };
    saved_view_remove: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    saved_view_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
        };
    };
    scenario_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                /** @description Part of the name. */
                q?: string;
                /** @description draft | queued | solving | solved | cancelled | failed */
                state?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Scenario"];
                };
            };
        };
    };
    scenario_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScenarioPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_remove: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    scenario_change: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScenarioChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_assign: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandPut"];
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_assign_file: {
        parameters: {
            query: {
                /** @description Says what is wrong with the file, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description What the solution is called. */
                name: string;
                /** @description Of a workbook. */
                sheet?: string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["AssignFileAnswer"];
                };
            };
            202: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_cancel: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_driven: {
        parameters: {
            query: {
                /** @description Both included, at most 92 days. */
                from: string;
                to: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Driven"];
                };
            };
        };
    };
    scenario_outlets: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                locked?: boolean;
                /** @description Part of code or name. */
                q?: string;
                /** @description Today's. */
                rep_id?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_ScenarioOutlet"];
                };
            };
        };
    };
    scenario_outlets_change: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_ScenarioOutletPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    scenario_publish: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Publication"];
                };
            };
        };
    };
    scenario_reps: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ScenarioReps"];
                };
            };
        };
    };
    scenario_reps_change: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_ScenarioRepPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_rollback: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScenarioRollbackPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Publication"];
                };
            };
        };
    };
    scenario_solutions: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Solutions"];
                };
            };
        };
    };
    solution_remove: {
        parameters: {
            path: {
                id: number;
                solution: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    solution_days: {
        parameters: {
            query?: {
                rep_id?: number;
                /** @description 1–4 */
                week?: number;
                /** @description Monday 1 */
                weekday?: number;
            };
            path: {
                id: number;
                solution: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SolutionDays"];
                };
            };
        };
    };
    solution_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx | geojson; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
            };
            path: {
                id: number;
                solution: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/geo+json": Record<string, never>;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    solution_outlets: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Whether its rep is another than today. */
                moved?: boolean;
                /** @description Part of code or name. */
                q?: string;
                /** @description Whose it is in the solution, or is today. */
                rep_id?: number;
                /** @description Whether visits of it are missing. */
                unserved?: boolean;
            };
            path: {
                id: number;
                solution: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Assignment"];
                };
            };
        };
    };
    solution_territories: {
        parameters: {
            path: {
                id: number;
                solution: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutlinePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Outlines"];
                };
            };
        };
    };
    scenario_solve: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
        };
    };
    scenario_compare: {
        parameters: {
            query: {
                /** @description `scenario:solution`, e.g. `3:0`. */
                a: string;
                b: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
        };
    };
    scheme_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of code or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Scheme"];
                };
            };
        };
    };
    scheme_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchemePut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Scheme"];
                };
            };
        };
    };
    scheme_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Scheme"];
                };
            };
        };
    };
    scheme_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchemePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Scheme"];
                };
            };
        };
    };
    scheme_progress: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Told of although it bought nothing. */
                outlet_id?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_SchemeProgress"];
                };
            };
        };
    };
    scheme_settle: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchemeSettlementAsk"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SchemeSettlement"];
                };
            };
        };
    };
    scheme_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_SchemePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    scheme_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchemePut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Scheme"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Scheme"];
                };
            };
        };
    };
    schemes_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    schemes_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    second_factor_get: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
        };
    };
    second_factor_begin: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordAgain"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SecondFactorBegun"];
                };
            };
        };
    };
    second_factor_confirm: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    second_factor_recovery_codes: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordAgain"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    second_factor_remove: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorRemoval"];
            };
        };
        responses: {
            204: {
            };
        };
    };
    segment_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Segment"];
                };
            };
        };
    };
    segment_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    segment_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    segment_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    segment_members: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Member"];
                };
            };
        };
    };
    segment_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_SegmentPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    segments_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    segments_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    segment_preview: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewAsk"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    session_get: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    session_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginBody"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    session_delete: {
        responses: {
            204: {
            };
        };
    };
    session_persona: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonaBody"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    single_sign_on: {
        responses: {
            /** @description to the provider */
            303: {
            };
        };
    };
    single_sign_on_callback: {
        parameters: {
            query?: {
                code?: string;
                /** @description The provider's, where it refuses. */
                error?: string;
                state?: string;
            };
        };
        responses: {
            /** @description to the page */
            303: {
            };
        };
    };
    own_session_list: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
        };
    };
    own_session_delete_others: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionsEnded"];
                };
            };
        };
    };
    own_session_delete: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    settings_get: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
        };
    };
    settings_replace: {
        parameters: {
            header: {
                "If-Match": string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
        };
    };
    settings_trial_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialPut"];
            };
        };
        responses: {
            202: {
                content: {
                    "application/json": components["schemas"]["SettingsTrial"];
                };
            };
        };
    };
    settings_trial_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SettingsTrial"];
                };
            };
        };
    };
    settings_trial_stop: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    settings_versions: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SettingsVersions"];
                };
            };
        };
    };
    settlement_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                rep_id?: number;
                /** @description handed_in | verified | posted */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                /** @description Of one of its collections, as outlet and customer. */
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Settlement"];
                };
            };
        };
    };
    settlement_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettlementPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Settlement"];
                };
            };
        };
    };
    settlement_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Settlement"];
                };
            };
        };
    };
    settlement_paper: {
        parameters: {
            query?: {
                /** @description en | vi | zh; the reader's own by default. */
                lang?: "en" | "vi" | "zh";
                /** @description a4 | a5 | 80mm; A4 by default. */
                size?: "a4" | "a5" | "80mm";
            };
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "text/html": string;
                };
            };
        };
    };
    settlement_post: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Settlement"];
                };
            };
        };
    };
    settlement_verify: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Count"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Settlement"];
                };
            };
        };
    };
    settlements_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    sign_in_policy_get: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SignInPolicy"];
                };
            };
        };
    };
    sign_in_policy_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInPolicyPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SignInPolicy"];
                };
            };
        };
    };
    stock_balances_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    stock_count_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                /** @description Only counts of it, with all their lines. */
                product_id?: number;
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_StockCount"];
                };
            };
        };
    };
    stock_count_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["StockCount"];
                };
            };
        };
    };
    stock_counts_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    stock_near_expiry: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 0–3650, 30 by default; what has expired is always in. */
                days?: number;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                product_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_NearExpiry"];
                };
            };
        };
    };
    stock_out_of_stock: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                product_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_OutOfStock"];
                };
            };
        };
    };
    stock_location_list: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: components["schemas"]["LocationKind"];
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                partner_id?: number;
                /** @description Part of code or name. */
                q?: string;
                rep_id?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_StockLocation"];
                };
            };
        };
    };
    stock_location_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockLocationPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["StockLocation"];
                };
            };
        };
    };
    stock_location_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["StockLocation"];
                };
            };
        };
    };
    stock_location_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockLocationPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["StockLocation"];
                };
            };
        };
    };
    stock_balance_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                product_id?: number;
                /** @description Part of the product's code or name. */
                q?: string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_StockBalance"];
                };
            };
        };
    };
    stock_location_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_StockLocationPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    stock_location_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockLocationPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["StockLocation"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["StockLocation"];
                };
            };
        };
    };
    stock_locations_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    stock_locations_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    stock_move_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description An order, a delivery, a return or a count. */
                document_id?: string;
                /** @description Moved in this period, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                location_id?: number;
                outlet_id?: number;
                posting_id?: string;
                product_id?: number;
                /** @description Whose van it is, or of the document. */
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                /** @description Of the document: in which it was ordered, delivered or taken back; as outlet and customer. */
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_StockMove"];
                };
            };
        };
    };
    stock_move_post: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockPost"];
            };
        };
        responses: {
            /** @description Posted before. */
            200: {
                content: {
                    "application/json": components["schemas"]["StockPosted"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["StockPosted"];
                };
            };
        };
    };
    stock_move_counter: {
        parameters: {
            path: {
                posting: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockCounter"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["StockPosted"];
                };
            };
        };
    };
    stock_moves_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    supply_need_list: {
        parameters: {
            query?: {
                /** @description One warehouse; all in use where absent. */
                location_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SupplyNeeds"];
                };
            };
        };
    };
    supply_order_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description The warehouse on either side. */
                location_id?: number;
                /** @description draft | submitted | confirmed | shipped | received | rejected | cancelled */
                state?: components["schemas"]["SupplyState"];
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_SupplyOrder"];
                };
            };
        };
    };
    supply_order_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyOrderPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
        };
    };
    supply_order_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
        };
    };
    supply_order_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyOrderChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
        };
    };
    supply_order_act: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                action: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyAct"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SupplyOrder"];
                };
            };
        };
    };
    supply_order_confirm: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyConfirms"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SupplyConfirmed"];
                };
            };
        };
    };
    supply_orders_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    survey_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description Of audits: only those that did not earn all they could, or only those that did. */
                failed?: boolean;
                form_code?: string;
                /** @description Both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                outlet_id?: number;
                rep_id?: number;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_FormResponse"];
                };
            };
        };
    };
    survey_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["FormResponseWhole"];
                };
            };
        };
    };
    surveys_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    target_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                measure?: components["schemas"]["TargetMeasure"];
                /** @description Any date of it. */
                month?: string;
                /** @description This org unit, those below it and their reps. */
                org_unit_id?: number;
                rep_id?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Target"];
                };
            };
        };
    };
    target_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TargetWhole"];
                };
            };
        };
    };
    target_rows: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_TargetRow"];
                };
            };
        };
    };
    target_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_TargetPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    targets_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    targets_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each row, and keeps nothing. */
                dry_run?: boolean;
                /** @description Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`. */
                encoding?: string;
                /** @description Of a workbook. */
                sheet?: string;
                /** @description Keeps the good rows where others are refused; else one bad row keeps all out. */
                skip_bad_rows?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SheetAnswer"];
                };
            };
        };
    };
    target_progress: {
        parameters: {
            query?: {
                /** @description json | csv | xlsx; else by `Accept`. */
                format?: string;
                /** @description Of headings in csv and xlsx: en | vi | zh */
                language?: components["schemas"]["Language"];
                measure?: components["schemas"]["TargetMeasure"];
                /** @description Any date of it; that of today where absent. */
                month?: string;
                /** @description This org unit, those below it and their reps. */
                org_unit_id?: number;
                rep_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TargetReport"];
                };
            };
        };
    };
    task_list: {
        parameters: {
            query?: {
                cursor?: string;
                customer_id?: number;
                /** @description When it is due, both included. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Whether it still is to be done. */
                open?: boolean;
                /** @description This unit and all below it. */
                org_unit_id?: number;
                outlet_id?: number;
                rep_id?: number;
                state?: components["schemas"]["TaskState"];
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                visit_id?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Task"];
                };
            };
        };
    };
    task_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    task_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    task_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskChange"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    tasks_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    territory_list: {
        parameters: {
            query?: {
                code?: string;
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                /** @description Part of code or name. */
                q?: string;
                rep_id?: number;
                /** @description A time, or the `changes_cursor` of an earlier answer: then also deleted ones are told, with `active` false. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_Territory"];
                };
            };
        };
    };
    territory_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["TerritoryPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
        };
    };
    territory_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
        };
    };
    territory_remove: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    territory_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TerritoryPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
        };
    };
    territory_outlets: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_PinnedOutlet"];
                };
            };
        };
    };
    territory_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch_TerritoryPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    territory_by_code: {
        parameters: {
            path: {
                code: string;
                system: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TerritoryPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
            201: {
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
        };
    };
    territory_check: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TerritoryCheck"];
                };
            };
        };
    };
    territory_export: {
        parameters: {
            query?: {
                code?: string;
                org_unit_id?: number;
                /** @description Part of code or name. */
                q?: string;
                rep_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                };
            };
        };
    };
    territory_import: {
        parameters: {
            query?: {
                /** @description Says what would become of each feature, and changes nothing. */
                dry_run?: boolean;
                /** @description Of features that name no `org_unit_code`. */
                org_unit_code?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeatureFile"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TerritoryImport"];
                };
            };
        };
    };
    timesheet_list: {
        parameters: {
            query: {
                /** @description In csv and xlsx, which hold all reps: rep (default, a line each) | day (a line per rep and day) */
                by?: string;
                cursor?: string;
                /** @description json | csv | xlsx; else by `Accept`. */
                format?: string;
                /** @description Of headings in csv and xlsx: en | vi | zh */
                language?: components["schemas"]["Language"];
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description `2026-11` */
                month: string;
                /** @description This org unit and those below it. */
                org_unit_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_RepRow"];
                };
            };
        };
    };
    unsynced_day_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_UnsyncedDay"];
                };
            };
        };
    };
    user_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Part of login or name. */
                q?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
        };
    };
    user_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    user_get: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    user_change: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    user_password_reset: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["PasswordResetCode"];
                };
            };
        };
    };
    user_second_factor_delete: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            204: {
            };
        };
    };
    user_session_list: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
        };
    };
    user_session_delete: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["SessionsEnded"];
                };
            };
        };
    };
    token_list: {
        parameters: {
            path: {
                id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
        };
    };
    token_create: {
        parameters: {
            path: {
                id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["TokenIssued"];
                };
            };
        };
    };
    token_delete: {
        parameters: {
            path: {
                id: number;
                token: string;
            };
        };
        responses: {
            204: {
            };
        };
    };
    van_day_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Both included; the last 14 days where absent, with `updated_since` the last 92, which is the most. */
                from?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                rep_id?: number;
                /** @description open | counted | closed */
                state?: components["schemas"]["VanDayState"];
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
                van_id?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_VanDay"];
                };
            };
        };
    };
    van_day_get: {
        parameters: {
            path: {
                date: string;
                van_id: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["VanDay"];
                };
            };
        };
    };
    van_day_close: {
        parameters: {
            path: {
                date: string;
                van_id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VanDayClose"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["VanDay"];
                };
            };
        };
    };
    van_day_count: {
        parameters: {
            path: {
                date: string;
                van_id: number;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VanCountPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["VanDay"];
                };
            };
        };
    };
    van_days_export: {
        parameters: {
            query?: {
                /** @description csv | xlsx; else by `Accept`, else csv. */
                format?: string;
                /** @description Of the headings: en | vi | zh; en by default. */
                language?: components["schemas"]["ImportLanguage"];
                /** @description Of masters: part of one of the first two columns. Of documents every filter of the list. */
                q?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
        };
    };
    visit_pattern_codes: {
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["VisitPatternCodes"];
                };
            };
        };
    };
    visit_reason_group_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_ReasonGroup"];
                };
            };
        };
    };
    visit_reason_group_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                code: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonWords"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ReasonGroup"];
                };
            };
        };
    };
    visit_reason_list: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                /** @description Those offered there. */
                use?: "non_productive" | "missed" | "cancelled" | "rescheduled" | "absence_refused" | "plan_change";
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_VisitReason"];
                };
            };
        };
    };
    visit_reason_put: {
        parameters: {
            header: {
                "If-Match": string;
            };
            path: {
                code: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitReasonPut"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["VisitReason"];
                };
            };
        };
    };
    visit_reason_counts: {
        parameters: {
            query: {
                from: string;
                rep_id?: number;
                /** @description Included; at most 92 days. */
                to: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ReasonCounts"];
                };
            };
        };
    };
    visit_list: {
        parameters: {
            query?: {
                /** @description Whether an appeal of the rep waits for a decision. */
                appealed?: boolean;
                cursor?: string;
                customer_id?: number;
                /** @description One day; or `from` and `to`, both included. */
                date?: string;
                from?: string;
                /** @description Whether a supervisor was there. */
                joint?: boolean;
                /** @description 1–1000, 100 by default. */
                limit?: number;
                org_unit_id?: number;
                outlet_id?: number;
                /** @description Effective verdict: valid | review | invalid */
                overall?: string;
                /** @description A reason of the machine's verdict, e.g. `dwell_short` or `same_spot`. */
                reason?: string;
                rep_id?: number;
                /** @description declared | detected */
                source?: string;
                /** @description open | closed | cancelled */
                state?: string;
                to?: string;
                /** @description A time, or the `changes_cursor` of an earlier answer. */
                updated_since?: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["Page_VisitSummary"];
                };
            };
        };
    };
    visit_get: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["VisitWhole"];
                };
            };
            /** @description Absorbed by the visit of `Location`. */
            308: {
            };
        };
    };
    visit_appeal: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppealPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["VisitSummary"];
                };
            };
        };
    };
    visit_evidence: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["EvidenceFile"];
                };
            };
        };
    };
    visit_joint: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JointPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["JointVisit"];
                };
            };
        };
    };
    visit_review: {
        parameters: {
            path: {
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewPut"];
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": components["schemas"]["ReviewAnswer"];
                };
            };
        };
    };
    visit_review_batch: {
        parameters: {
            query?: {
                /** @description All or nothing. */
                atomic?: boolean;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewBatch"];
            };
        };
        responses: {
            200: {
                content: {
                    "application/json": components["schemas"]["ReviewBatchAnswer"];
                };
            };
        };
    };
}
