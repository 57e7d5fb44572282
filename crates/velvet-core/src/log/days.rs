use super::{Log, index::STANDINGS};
use crate::view::{Failure, SpanCount, Standing};

impl Log {
    /// Returns how many fans were added and removed between each two adjacent bounds, for one account or all. The
    /// bounds are ascending times, in milliseconds since 1970.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub(crate) fn days(&self, account: Option<&str>, bounds: &[i64]) -> Result<Vec<SpanCount>, Failure> {
        let mut spans = vec![SpanCount::default(); bounds.len().saturating_sub(1)];
        let index = self.fresh()?;
        for standing in STANDINGS {
            let mut rows = index.standings[standing as usize].clone();
            if let Some(account) = account {
                match index.accounts.get(account) {
                    Some(account) => rows &= &account.rows,
                    None => rows.clear(),
                }
            }
            let count: fn(&mut SpanCount) -> &mut u64 = match standing {
                Standing::Added => |span| &mut span.added,
                Standing::Removed => |span| &mut span.removed,
                _ => continue,
            };
            for row in &rows {
                let when = index.whens[row as usize].ms();
                let after = bounds.partition_point(|bound| *bound <= when);
                if let Some(span) = after.checked_sub(1).and_then(|at| spans.get_mut(at)) {
                    *count(span) += 1;
                }
            }
        }
        Ok(spans)
    }
}
