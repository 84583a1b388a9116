//! Bugs that are put into the simulated shell on purpose, to see that the laws find them. None of them is in the product.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planted {
    /// A frame is acknowledged when its batch begins.
    EarlyAck,
    /// A batch writes what it folded without looking whether its node is fenced.
    LostFence,
    /// A gap in a stream of words is not asked about.
    SkippedKeyframe,
    /// A judgement removes the dirty mark whatever came since.
    AnyVersion,
    /// A batch whose commit is not known is copied again without a look at what is there.
    CopiedAgain,
}

impl Planted {
    pub const ALL: [Self; 5] = [
        Self::EarlyAck,
        Self::LostFence,
        Self::SkippedKeyframe,
        Self::AnyVersion,
        Self::CopiedAgain,
    ];
}
