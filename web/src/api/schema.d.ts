// Generated from the server's OpenAPI document by build/schema.mjs; never edited by hand.
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
        Role: "administrator" | "director" | "regional_manager" | "supervisor" | "planner" | "accounting" | "auditor" | "rep" | "integration" | "trade_marketing" | "delivery" | "warehouse" | "customer_care" | "distributor";
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
