//! Checks that every ended item is in the log, and that positions have no gaps.

use proptest::prelude::*;

use super::book::{Book, step};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn places_follow_each_other_without_a_gap(steps in prop::collection::vec(step(), 0..40)) {
        let mut book = Book::new();
        for step in &steps {
            book.takes(step);
        }
        let rows = book.rows();
        prop_assert_eq!(book.ledger().mark().unwrap().total, i64::try_from(rows.len()).unwrap());
        let batches = book.ledger().batches(0, 200).unwrap().1;
        for batch in batches {
            let counts = batch.counts;
            let ended = counts.total - counts.waiting - counts.sending;
            let there = rows.iter().filter(|row| row.batch == Some(batch.id) && row.outcome.is_some());
            prop_assert_eq!(there.count() as u64, ended);
        }
    }
}
