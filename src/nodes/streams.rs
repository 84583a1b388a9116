//! Counts what is said and heard in each stream, so that what got lost on the way is noticed. Pure.

use std::collections::{BTreeMap, HashMap};

use crate::wire::nodes::Stream;

/// Streams of all nodes remembered; beyond it all are forgotten, and shown anew.
const STREAMS_MAX: usize = 100_000;

/// How far the streams of this node have come.
#[derive(Debug, Default)]
pub struct Said(BTreeMap<Stream, u64>);

impl Said {
    /// The number of the next word.
    pub fn next(&mut self, stream: Stream) -> u64 {
        self.skip(stream, 1)
    }

    /// Counts words that will never be sent.
    pub fn skip(&mut self, stream: Stream, words: u64) -> u64 {
        let said = self.0.entry(stream).or_default();
        *said += words;
        *said
    }

    pub fn all(&self) -> Vec<(Stream, u64)> {
        self.0.iter().map(|(stream, seq)| (*stream, *seq)).collect()
    }
}

/// How far the streams of the others were heard.
#[derive(Debug, Default)]
pub struct Heard {
    last: HashMap<(i32, Stream), u64>,
    /// Nodes of which something was missed and that have not shown all again since, with how often they had by the first pulse
    /// after the loss.
    owing: HashMap<i32, Option<u64>>,
}

impl Heard {
    /// A word came; whether one before it did not.
    pub fn word(&mut self, node: i32, stream: Stream, seq: u64) -> bool {
        if self.last.len() >= STREAMS_MAX {
            self.last.clear();
        }
        let last = self.last.entry((node, stream)).or_default();
        let missed = seq > *last + 1;
        *last = seq.max(*last);
        if missed {
            self.owes(node, stream);
        }
        missed
    }

    /// A node says how far it has come: the streams whose newest words did not arrive.
    pub fn pulse(&mut self, node: i32, said: &[(Stream, u64)]) -> Vec<Stream> {
        let behind = said.iter().filter(|(stream, seq)| {
            let last = self.last.entry((node, *stream)).or_default();
            let missed = *seq > *last;
            *last = (*seq).max(*last);
            missed
        });
        let behind: Vec<Stream> = behind.map(|(stream, _)| *stream).collect();
        for stream in &behind {
            self.owes(node, *stream);
        }
        behind
    }

    /// States are asked for; events are read where they are stored.
    fn owes(&mut self, node: i32, stream: Stream) {
        if let Stream::Reps(_) = stream {
            self.owing.insert(node, None);
        }
    }

    /// With its pulse a node says how often it has shown all that it owns: whether it is to be asked again, since that may have
    /// got lost, too. It is owed until one more was made than the first pulse after the loss tells of.
    pub fn still_owes(&mut self, node: i32, shows: Option<u64>) -> bool {
        let (Some(owing), Some(shows)) = (self.owing.get_mut(&node), shows) else {
            // One that does not say is asked once.
            self.owing.remove(&node);
            return false;
        };
        let settled = owing.is_some_and(|before| shows > before);
        owing.get_or_insert(shows);
        if settled {
            self.owing.remove(&node);
        }
        !settled
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whichever words are lost, by the next pulse each stream that lost one has said so.
        #[test]
        fn no_loss_goes_unnoticed(words in prop::collection::vec((0..3_i32, any::<bool>()), 0..60)) {
            let (mut said, mut heard) = (Said::default(), Heard::default());
            let (mut lost, mut noticed) = (Vec::new(), Vec::new());
            for (unit, arrives) in words {
                let stream = Stream::Reps(unit);
                let seq = said.next(stream);
                if !arrives {
                    lost.push(stream);
                } else if heard.word(7, stream, seq) {
                    noticed.push(stream);
                }
            }
            noticed.extend(heard.pulse(7, &said.all()));
            lost.sort_unstable();
            lost.dedup();
            noticed.sort_unstable();
            noticed.dedup();
            prop_assert_eq!(lost, noticed);
            prop_assert!(heard.pulse(7, &said.all()).is_empty());
        }
    }

    #[test]
    fn who_missed_something_asks_until_all_is_shown_again() {
        let mut heard = Heard::default();
        assert!(!heard.still_owes(1, Some(3)), "nothing was missed");
        assert!(heard.word(1, Stream::Reps(0), 2));
        // The one that it tells of may have been made before the loss.
        assert!(heard.still_owes(1, Some(4)) && heard.still_owes(1, Some(4)));
        assert!(!heard.still_owes(1, Some(5)) && !heard.still_owes(1, Some(5)));
        assert!(heard.word(2, Stream::Events(0), 2) && !heard.still_owes(2, Some(0)));
        assert!(heard.word(3, Stream::Reps(0), 2) && !heard.still_owes(3, None));
    }

    #[test]
    fn a_repeated_word_is_no_loss() {
        let mut heard = Heard::default();
        assert!(!heard.word(1, Stream::Events(0), 1));
        assert!(!heard.word(1, Stream::Events(0), 1));
        assert!(!heard.word(1, Stream::Events(0), 2));
        assert!(heard.word(2, Stream::Events(0), 2), "another node");
    }
}
