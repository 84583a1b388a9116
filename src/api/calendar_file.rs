//! Appointments and tasks as an iCalendar file (RFC 5545). Times are UTC, so that they hold in every zone;
//! an entry keeps its UID for ever, and its SEQUENCE rises with its version. Never a coordinate: places are
//! told by name and address.

use chrono::TimeDelta;
use icalendar::{
    Attendee, Calendar, CalendarDateTime, Component, Event, EventLike, EventStatus, PartStat,
    Property, Todo, TodoStatus,
};

use crate::store::crm::{
    appointment::{Appointment, Attendee as Asked},
    task::Task,
};
use fieldbeat_trade::crm::appointment::Answer;

pub fn text(name: &str, fresh: TimeDelta, met: &[Appointment], tasks: &[Task]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&plain(name));
    let minutes = fresh.num_minutes();
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", format!("PT{minutes}M"))
            .add_parameter("VALUE", "DURATION")
            .done(),
    );
    calendar.append_property(("X-PUBLISHED-TTL", format!("PT{minutes}M").as_str()));
    for one in met {
        calendar.push(event(one));
    }
    for one in tasks {
        calendar.push(todo(one));
    }
    calendar.done().to_string()
}

/// What readers of such files choke on: control characters. A line break stays one.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect()
}

/// Of RFC 5545: 1 is the highest.
fn priority(word: &str) -> u32 {
    match word {
        "urgent" => 1,
        "high" => 3,
        "low" => 9,
        _ => 5,
    }
}

fn sequence(version: i32) -> u32 {
    u32::try_from(version - 1).unwrap_or_default()
}

fn event(one: &Appointment) -> Event {
    let mut event = Event::with_uid(&format!("appointment-{}@fieldbeat", one.id));
    event
        .summary(&plain(&one.subject))
        .timestamp(one.updated_at.0)
        .last_modified(one.updated_at.0)
        .sequence(sequence(one.version))
        .priority(priority(&one.priority))
        .status(if one.state == "cancelled" || one.state == "not_held" {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        })
        .starts(CalendarDateTime::Utc(one.starts_at.0))
        .ends(CalendarDateTime::Utc(one.ends_at.0));
    let place: Vec<&str> = [one.outlet_name.as_deref(), one.address.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    if !place.is_empty() {
        event.location(&plain(&place.join(", ")));
    }
    let said = words(&[
        Some(&one.rep_name),
        one.customer_name.as_ref(),
        one.contact_name.as_ref(),
        one.note.as_ref(),
    ]);
    event.description(&said);
    for asked in &one.attendees.0 {
        event.attendee(attendee(asked));
    }
    event.done()
}

fn todo(one: &Task) -> Todo {
    let mut todo = Todo::with_uid(&format!("task-{}@fieldbeat", one.id));
    todo.summary(&plain(&one.subject))
        .timestamp(one.updated_at.0)
        .last_modified(one.updated_at.0)
        .sequence(sequence(one.version))
        .priority(priority(&one.priority))
        .status(if one.state == "in_progress" {
            TodoStatus::InProcess
        } else {
            TodoStatus::NeedsAction
        });
    if let Some(due) = one.due_at {
        todo.due(CalendarDateTime::Utc(due.0));
    }
    let said = words(&[
        Some(&one.rep_name),
        one.customer_name.as_ref(),
        one.outlet_name.as_ref(),
        one.note.as_ref(),
    ]);
    todo.description(&said);
    todo.done()
}

fn words(parts: &[Option<&String>]) -> String {
    let told: Vec<String> = parts.iter().flatten().map(|p| plain(p)).collect();
    told.join("\n")
}

/// Who has no address of its own is named by ours: the address must be some URI.
fn attendee(asked: &Asked) -> Attendee {
    let address = match (&asked.email, asked.rep_id, asked.user_id, asked.contact_id) {
        (Some(email), ..) => format!("mailto:{}", plain(email)),
        (None, Some(rep), ..) => format!("urn:fieldbeat:rep:{rep}"),
        (None, None, Some(user), _) => format!("urn:fieldbeat:user:{user}"),
        (None, None, None, contact) => {
            format!("urn:fieldbeat:contact:{}", contact.unwrap_or_default())
        }
    };
    // A quote cannot be told within a parameter.
    let name = plain(&asked.name).replace('"', "'").replace('\n', " ");
    let status = match asked.answer {
        Answer::None => PartStat::NeedsAction,
        Answer::Accepted => PartStat::Accepted,
        Answer::Tentative => PartStat::Tentative,
        Answer::Declined => PartStat::Declined,
    };
    Attendee::new(address).cn(name).partstat(status)
}
