//! Fan ids in ten bytes each, as they are searched through and ordered. What crosses to the window is always the text
//! in the ledger.

/// A digit more than the longest id would not fit.
const MOST: usize = 20;

/// Half a byte for each digit, the last one lowest; a digit is one more than it says, so that none is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct PackedId([u8; 10]);

impl PackedId {
    /// Of an id; nothing when it is none.
    pub(super) fn of(text: &str) -> Option<Self> {
        let packed = pack(text)?;
        let bytes = packed.to_le_bytes();
        bytes.first_chunk().copied().map(Self)
    }

    /// As the number that it is: ids are ordered by it.
    pub(super) fn number(self) -> u128 {
        let mut packed = self.packed();
        // Leading zeros make no difference.
        let mut top = (128 - packed.leading_zeros()).div_ceil(4);
        while top > 0 && packed >> (4 * (top - 1)) == 1 {
            top -= 1;
            packed &= (1 << (4 * top)) - 1;
        }
        packed
    }

    fn packed(self) -> u128 {
        let mut bytes = [0; 16];
        bytes[..10].copy_from_slice(&self.0);
        u128::from_le_bytes(bytes)
    }
}

/// Some digits that are looked for.
#[derive(Debug, Clone)]
pub(super) struct DigitPattern {
    /// Each of them, from the last to the first, all over.
    digits: Vec<u128>,
}

/// The lowest bit of every half byte.
const ONES: u128 = u128::MAX / 15;

impl DigitPattern {
    /// Nothing when an id cannot have them.
    pub(super) fn of(text: &str) -> Option<Self> {
        let packed = pack(text)?;
        Some(Self { digits: (0..text.len()).map(|at| ((packed >> (4 * at)) & 15) * ONES).collect() })
    }

    /// Whether they stand somewhere in an id, one after the other.
    pub(super) fn is_in(&self, digits: PackedId) -> bool {
        let packed = digits.packed();
        let mut found = ONES;
        for (at, wanted) in self.digits.iter().enumerate() {
            // A half byte that is equal becomes zero.
            let other = packed ^ wanted;
            let differs = other | other >> 1 | other >> 2 | other >> 3;
            found &= (!differs & ONES) >> (4 * at);
            if found == 0 {
                return false;
            }
        }
        true
    }
}

fn pack(text: &str) -> Option<u128> {
    if text.is_empty() || text.len() > MOST {
        return None;
    }
    text.bytes().try_fold(0_u128, |packed, byte| {
        byte.is_ascii_digit().then(|| packed << 4 | u128::from(byte - b'0' + 1))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_are_found_where_they_stand_in_the_text(id in "[0-9]{6,20}", wanted in "[0-9]{1,7}", from in 0..15_usize) {
            let digits = PackedId::of(&id).unwrap();
            prop_assert_eq!(DigitPattern::of(&wanted).unwrap().is_in(digits), id.contains(&wanted));
            let part = &id[from.min(id.len() - 1)..];
            prop_assert!(DigitPattern::of(part).unwrap().is_in(digits));
        }

        #[test]
        fn ids_are_ordered_as_numbers(one in "[0-9]{6,20}", other in "[0-9]{6,20}") {
            let number = |text: &str| PackedId::of(text).unwrap().number();
            let expected = one.parse::<u128>().unwrap().cmp(&other.parse().unwrap());
            prop_assert_eq!(number(&one).cmp(&number(&other)), expected);
        }
    }

    #[test]
    fn what_no_id_can_have_is_not_looked_for() {
        for text in ["", "12a", "123456789012345678901", "١٢٣"] {
            assert!(DigitPattern::of(text).is_none(), "{text}");
        }
    }
}
