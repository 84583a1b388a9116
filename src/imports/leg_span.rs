//! Dated pieces of an outlet on a route: laying one over others, and how two differ. Pure.

use chrono::NaiveDate;

use super::{diff::FieldChange, held::Span, kind::Field};

/// Lays a piece over others: what overlaps it is cut at its beginning; what began later and holds longer
/// goes on after it. An empty piece only cuts.
pub(super) fn lay(spans: &mut Vec<Span>, new: Span) {
    let is_empty = new.to.is_some() && new.to == new.from;
    let mut out = Vec::with_capacity(spans.len() + 1);
    for span in spans.drain(..) {
        let before = span
            .to
            .is_some_and(|to| new.from.is_some_and(|from| to <= from));
        let after = !is_empty
            && new
                .to
                .is_some_and(|to| span.from.is_some_and(|from| from >= to));
        if before || after {
            out.push(span);
            continue;
        }
        if new
            .from
            .is_some_and(|from| span.from.is_none_or(|f| f < from))
        {
            out.push(Span {
                id: None,
                to: new.from,
                ..span.clone()
            });
        }
        let began_later = span
            .from
            .is_some_and(|f| new.from.is_none_or(|from| f > from));
        if let Some(to) = new.to
            && !is_empty
            && began_later
            && span.to.is_none_or(|t| t > to)
        {
            out.push(Span {
                id: None,
                from: Some(to),
                ..span
            });
        }
    }
    if !is_empty {
        out.push(new);
    }
    out.sort_by_key(|s| s.from);
    *spans = out;
}

/// What differs between a stored piece and a new one.
pub(super) fn fields(was: Option<&Span>, span: &Span) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut push = |field, from: Option<String>, to: Option<String>| {
        if from != to {
            changes.push(FieldChange { field, from, to });
        }
    };
    let date = |d: Option<NaiveDate>| d.map(|d| d.to_string());
    if span.from.is_some() && span.from == span.to {
        push(
            Field::ValidTo,
            was.and_then(|w| date(w.last())),
            date(span.last()),
        );
        return changes;
    }
    for field in [
        Field::Sequence,
        Field::Pattern,
        Field::Weekdays,
        Field::Window,
        Field::ServiceMinutes,
    ] {
        let from = was.and_then(|w| w.leg.get(field)).map(str::to_owned);
        push(field, from, span.leg.get(field).map(str::to_owned));
    }
    push(
        Field::ValidFrom,
        was.and_then(|w| date(w.from)),
        date(span.from),
    );
    push(
        Field::ValidTo,
        was.and_then(|w| date(w.last())),
        date(span.last()),
    );
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::held::Leg;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, d).unwrap()
    }

    fn span(id: Option<i64>, from: Option<u32>, to: Option<u32>, sequence: &str) -> Span {
        let leg = Leg {
            sequence: sequence.to_owned(),
            ..Leg::default()
        };
        Span {
            id,
            from: from.map(day),
            to: to.map(day),
            leg,
        }
    }

    #[test]
    fn a_new_piece_leaves_what_held_before_it() {
        let mut spans = vec![span(Some(1), None, None, "a")];
        lay(&mut spans, span(None, Some(10), None, "b"));
        assert_eq!(
            spans,
            [
                span(None, None, Some(10), "a"),
                span(None, Some(10), None, "b")
            ]
        );
    }

    #[test]
    fn a_piece_within_later_ones_leaves_their_rest() {
        let mut spans = vec![
            span(Some(1), None, Some(10), "a"),
            span(Some(2), Some(10), None, "b"),
        ];
        lay(&mut spans, span(None, Some(5), Some(15), "c"));
        assert_eq!(
            spans,
            [
                span(None, None, Some(5), "a"),
                span(None, Some(5), Some(15), "c"),
                span(None, Some(15), None, "b")
            ]
        );
    }

    #[test]
    fn an_empty_piece_cuts() {
        let mut spans = vec![
            span(Some(1), None, Some(10), "a"),
            span(Some(2), Some(12), None, "b"),
        ];
        lay(&mut spans, span(None, Some(5), Some(5), "x"));
        assert_eq!(spans, [span(None, None, Some(5), "a")]);
    }

    #[test]
    fn untouched_pieces_keep_their_rows() {
        let mut spans = vec![
            span(Some(1), None, Some(5), "a"),
            span(Some(2), Some(20), None, "b"),
        ];
        lay(&mut spans, span(None, Some(5), Some(20), "c"));
        assert_eq!(
            spans.iter().map(|s| s.id).collect::<Vec<_>>(),
            [Some(1), None, Some(2)]
        );
    }
}
