use crate::app::{context::Context, overview::Overview, scheduler::Scheduler};

/// Lists of people, and searching them.
#[derive(Clone)]
pub struct People {
    pub(in crate::app) ctx: Context,
    pub(in crate::app) overview: Overview,
    pub(in crate::app) scheduler: Scheduler,
}
