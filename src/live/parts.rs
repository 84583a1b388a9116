//! A snapshot or delta in the making: its lists, then the frame round them. Pure.

use fieldbeat_domain::id::RepId;

use super::bucket::Member;
use crate::wire::live::encode;

/// Parts of a delta, each a list of JSON values without its brackets.
#[derive(Default)]
pub struct Parts {
    pub reps: String,
    pub gone: String,
    pub cells: String,
    pub gone_cells: String,
}

pub fn list(out: &mut String, item: std::fmt::Arguments<'_>) {
    if !out.is_empty() {
        out.push(',');
    }
    encode::push(out, item);
}

impl Parts {
    pub fn rep(&mut self, member: &Member) {
        if !self.reps.is_empty() {
            self.reps.push(',');
        }
        self.reps.push_str(&member.fragment);
    }
    pub fn gone(&mut self, rep: Option<RepId>) {
        if let Some(rep) = rep {
            list(&mut self.gone, format_args!("{rep}"));
        }
    }
    pub fn is_empty(&self) -> bool {
        self.reps.is_empty()
            && self.gone.is_empty()
            && self.cells.is_empty()
            && self.gone_cells.is_empty()
    }

    pub fn snapshot(&self, sub: u64, cells: bool) -> String {
        let mut out = String::with_capacity(self.reps.len() + self.cells.len() + 80);
        let level = if cells { "cell" } else { "rep" };
        encode::push(
            &mut out,
            format_args!("{{\"type\":\"snapshot\",\"sub\":{sub},\"level\":\"{level}\""),
        );
        if cells {
            member(&mut out, "cells", &self.cells);
        }
        member(&mut out, "reps", &self.reps);
        out.push('}');
        out
    }

    pub fn delta(&self, sub: u64, seq: u64, cells: bool) -> String {
        let lists = self.reps.len() + self.gone.len() + self.cells.len() + self.gone_cells.len();
        let mut out = String::with_capacity(lists + 120);
        encode::push(
            &mut out,
            format_args!("{{\"type\":\"delta\",\"sub\":{sub},\"seq\":{seq}"),
        );
        if cells {
            member(&mut out, "cells", &self.cells);
            member(&mut out, "gone_cells", &self.gone_cells);
        }
        member(&mut out, "reps", &self.reps);
        member(&mut out, "gone", &self.gone);
        out.push('}');
        out
    }
}

fn member(out: &mut String, name: &str, list: &str) {
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":[");
    out.push_str(list);
    out.push(']');
}
