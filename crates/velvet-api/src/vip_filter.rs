use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use velvet_model::ids::AccountId;

/// Accounts for which the VIP filter is proven to work.
#[derive(Debug, Default)]
pub(super) struct VipFilter(Mutex<HashSet<AccountId>>);

impl VipFilter {
    pub(super) fn works_on(&self, account: &AccountId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(account)
    }

    pub(super) fn proven_on(&self, account: &AccountId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(account.clone());
    }
}
