//! Fan IDs packed into ten bytes each, for searching and sorting. The window always gets the text from the ledger.

/// Most digits of an ID. Ten bytes have no room for more.
const MOST: usize = 20;

/// An ID with four bits per digit, the last digit lowest. Each digit is stored as its value plus one, so that zero
/// means no digit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct PackedId([u8; 10]);

impl PackedId {
    /// Packs an ID. Returns `None` if the text is not one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let packed = pack(text)?;
        let bytes = packed.to_le_bytes();
        bytes.first_chunk().copied().map(Self)
    }

    /// Returns a key that sorts IDs by their numeric value.
    pub(super) fn number(self) -> u128 {
        let mut packed = self.packed();
        // Leading zeros are ignored.
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

/// A sequence of digits to search for.
#[derive(Debug, Clone)]
pub(super) struct DigitPattern {
    /// Each digit of the sequence, last to first, repeated in every half byte.
    digits: Vec<u128>,
}

/// The lowest bit of every half byte.
const ONES: u128 = u128::MAX / 15;

impl DigitPattern {
    /// Returns `None` if no ID can contain the text.
    pub(super) fn of(text: &str) -> Option<Self> {
        let packed = pack(text)?;
        Some(Self { digits: (0..text.len()).map(|at| ((packed >> (4 * at)) & 15) * ONES).collect() })
    }

    /// Returns whether an ID contains the digits in sequence.
    pub(super) fn is_in(&self, digits: PackedId) -> bool {
        let packed = digits.packed();
        let mut found = ONES;
        for (at, wanted) in self.digits.iter().enumerate() {
            // Equal half bytes become zero.
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
