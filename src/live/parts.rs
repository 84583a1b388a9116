//! A snapshot or delta in the making: its lists, then the frames round them. Pure.

use fieldbeat_domain::id::RepId;

use super::{board::Board, bucket::Member, told::Told};
use crate::wire::live::{
    Frame,
    columns::{self, Row},
    encode,
};

/// Parts of a snapshot or delta. Reps are looked at where they lie; cells are lists of JSON values
/// without brackets.
#[derive(Default)]
pub struct Parts<'b> {
    reps: Vec<&'b Member>,
    gone: Vec<RepId>,
    pub cells: String,
    pub gone_cells: String,
}

pub fn list(out: &mut String, item: std::fmt::Arguments<'_>) {
    if !out.is_empty() {
        out.push(',');
    }
    encode::push(out, item);
}

impl<'b> Parts<'b> {
    pub fn rep(&mut self, member: &'b Member) {
        self.reps.push(member);
    }
    pub fn gone(&mut self, rep: Option<RepId>) {
        self.gone.extend(rep);
    }
    pub fn is_empty(&self) -> bool {
        self.reps.is_empty()
            && self.gone.is_empty()
            && self.cells.is_empty()
            && self.gone_cells.is_empty()
    }

    /// As text. `seq`: the number of a delta; `None`: a snapshot.
    pub fn text(&self, sub: u64, seq: Option<u64>, cells: bool) -> Frame {
        let fragments: usize = self.reps.iter().map(|m| m.fragment.len() + 1).sum();
        let lists = fragments + self.gone.len() * 8 + self.cells.len() + self.gone_cells.len();
        let mut out = String::with_capacity(lists + 120);
        match seq {
            None => {
                let level = if cells { "cell" } else { "rep" };
                encode::push(
                    &mut out,
                    format_args!("{{\"type\":\"snapshot\",\"sub\":{sub},\"level\":\"{level}\""),
                );
            }
            Some(seq) => encode::push(
                &mut out,
                format_args!("{{\"type\":\"delta\",\"sub\":{sub},\"seq\":{seq}"),
            ),
        }
        if cells {
            member(&mut out, "cells", |out| out.push_str(&self.cells));
        }
        if cells && seq.is_some() {
            member(&mut out, "gone_cells", |out| out.push_str(&self.gone_cells));
        }
        member(&mut out, "reps", |out| {
            for (i, rep) in self.reps.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                out.push_str(&rep.fragment);
            }
        });
        if seq.is_some() {
            member(&mut out, "gone", |out| {
                for (i, rep) in self.gone.iter().enumerate() {
                    let comma = if i == 0 { "" } else { "," };
                    encode::push(out, format_args!("{comma}{rep}"));
                }
            });
        }
        out.push('}');
        Frame::Text(out)
    }

    /// As columns, after what the viewer has not been told of their reps. Cells have no columns.
    pub fn columns(
        &self,
        board: &Board,
        told: &mut Told,
        sub: u64,
        seq: Option<u64>,
    ) -> Vec<Frame> {
        let mut roster = String::new();
        for rep in &self.reps {
            if told.news(rep.slot, rep.edition) {
                board.roster_entry(rep.slot, &mut roster);
            }
        }
        let rows: Vec<Row> = self.reps.iter().map(|rep| rep.row).collect();
        let mut frames = Vec::with_capacity(2);
        if !roster.is_empty() {
            frames.push(Frame::Text(encode::roster(&roster)));
        }
        frames.push(Frame::Binary(columns::frame(sub, seq, &rows, &self.gone)));
        frames
    }
}

fn member(out: &mut String, name: &str, list: impl FnOnce(&mut String)) {
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":[");
    list(out);
    out.push(']');
}
