//! Personal data of reps: what is erased is found nowhere any more, what is given out is all there is, and what lay outside of
//! work never reached a disk.

mod bytes;
mod consent;
mod erasure;
mod export;
mod story;
