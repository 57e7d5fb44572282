use crate::app::{context::Context, scheduler::Scheduler};

/// Lists of people, and searching them.
#[derive(Clone)]
pub struct People {
    pub(in crate::app) ctx: Context,
    pub(in crate::app) scheduler: Scheduler,
}
