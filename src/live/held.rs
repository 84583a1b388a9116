//! The set of reps a viewer holds, a bit per slot of the board.

#[derive(Debug, Default)]
pub struct Held {
    words: Vec<u64>,
    len: usize,
}

impl Held {
    pub const fn len(&self) -> usize {
        self.len
    }

    pub fn contains(&self, slot: u32) -> bool {
        let (word, bit) = place(slot);
        self.words.get(word).is_some_and(|w| w & bit != 0)
    }

    pub fn insert(&mut self, slot: u32) {
        let (word, bit) = place(slot);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(w) = self.words.get_mut(word)
            && *w & bit == 0
        {
            *w |= bit;
            self.len += 1;
        }
    }

    pub fn remove(&mut self, slot: u32) {
        let (word, bit) = place(slot);
        if let Some(w) = self.words.get_mut(word)
            && *w & bit != 0
        {
            *w &= !bit;
            self.len -= 1;
        }
    }

    pub fn clear(&mut self) {
        self.words.clear();
        self.len = 0;
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(&self.words).flat_map(|(word, bits)| {
            (0..64_u32)
                .filter(move |bit| bits >> bit & 1 == 1)
                .map(move |bit| word * 64 + bit)
        })
    }

    #[cfg(test)]
    pub fn check_invariants(&self) {
        assert_eq!(self.iter().count(), self.len);
    }
}

const fn place(slot: u32) -> (usize, u64) {
    ((slot / 64) as usize, 1 << (slot % 64))
}
