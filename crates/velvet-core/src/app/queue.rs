use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::view::PauseReason;
use velvet_engine::{Control, Progress};

/// The queue of a workspace's batches. One runs, and the others wait.
#[derive(Default)]
pub(super) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    running: Option<Running>,
    waiting: VecDeque<i64>,
    /// Batches that are paused until the user acts. The ledger may not know the reason.
    halted: HashMap<i64, PauseReason>,
    closed: bool,
}

struct Running {
    batch: i64,
    control: watch::Sender<Control>,
    progress: watch::Receiver<Progress>,
    /// Whether the batch resumes as soon as it has paused.
    resume_after_pause: bool,
}

impl Running {
    /// Gives an order. A stopping batch neither pauses nor resumes. A pausing batch resumes once it has paused.
    fn order(&mut self, order: Control) {
        if *self.control.borrow() == Control::Stop {
            return;
        }
        self.resume_after_pause = order == Control::Go;
        if order != Control::Go {
            self.control.send_replace(order);
        }
    }
}

/// A batch to run.
pub(super) struct Job {
    pub(super) batch: i64,
    pub(super) control: watch::Receiver<Control>,
    pub(super) progress: watch::Sender<Progress>,
}

/// Where a batch is in the queue in this run of the app.
pub(super) enum Position {
    /// It is running.
    Running {
        /// The last order it was given.
        order: Control,
        /// How far it is.
        progress: Progress,
    },
    /// It runs after this many others.
    Waiting(u64),
    /// It is paused until the user acts.
    Halted(Option<PauseReason>),
}

impl Queue {
    /// Appends a batch to the queue.
    pub(super) fn push(&self, batch: i64) {
        let mut state = self.state();
        state.halted.remove(&batch);
        if !state.closed && !state.waiting.contains(&batch) {
            state.waiting.push_back(batch);
        }
    }

    /// Returns the next batch, unless one is running. The caller must call [`Self::ended`] when it has ended.
    pub(super) fn next(&self) -> Option<Job> {
        let mut state = self.state();
        if state.running.is_some() {
            return None;
        }
        let batch = state.waiting.pop_front()?;
        let (sender, control) = watch::channel(Control::Go);
        let (progress, seen) = watch::channel(Progress::default());
        state.running = Some(Running { batch, control: sender, progress: seen, resume_after_pause: false });
        Some(Job { batch, control, progress })
    }

    /// Records that the running batch has ended, or is paused for the given reason. Returns an order it was given in
    /// the meantime that remains to be carried out.
    pub(super) fn ended(&self, halted: Option<PauseReason>) -> Option<Control> {
        let mut state = self.state();
        let (running, why) = (state.running.take()?, halted?);
        if *running.control.borrow() == Control::Stop {
            return Some(Control::Stop);
        }
        if running.resume_after_pause && why == PauseReason::User && !state.closed {
            state.waiting.push_front(running.batch);
            return Some(Control::Go);
        }
        state.halted.insert(running.batch, why);
        None
    }

    /// Gives a batch an order. Returns whether it is running, and so receives the order.
    pub(super) fn order(&self, batch: i64, order: Control) -> bool {
        let mut state = self.state();
        let Some(running) = state.running.as_mut().filter(|running| running.batch == batch) else {
            return false;
        };
        running.order(order);
        true
    }

    /// Removes a batch from the queue. Returns whether it was waiting.
    pub(super) fn take(&self, batch: i64) -> bool {
        let mut state = self.state();
        let before = state.waiting.len();
        state.waiting.retain(|one| *one != batch);
        state.waiting.len() < before
    }

    /// Gives the running batch an order. Removes the waiting ones from the queue and returns them.
    pub(super) fn halt(&self, order: Control) -> Vec<i64> {
        let mut state = self.state();
        if let Some(running) = &mut state.running {
            running.order(order);
        }
        state.waiting.drain(..).collect()
    }

    /// Makes the running batch pause and resume, so that it notices what has changed.
    pub(super) fn restart(&self) {
        if let Some(running) = &mut self.state().running
            && *running.control.borrow() == Control::Go
        {
            running.order(Control::Pause);
            running.order(Control::Go);
        }
    }

    /// Closes the queue: nothing runs until it is opened. Requests in flight complete.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.halt(Control::Pause);
    }

    /// Closes the queue if nothing is running or waiting. Returns whether it did.
    pub(super) fn close_idle(&self) -> bool {
        let mut state = self.state();
        let idle = state.running.is_none() && state.waiting.is_empty();
        state.closed |= idle;
        idle
    }

    /// Lets batches run again. Forgets the batches before.
    pub(super) fn open(&self) {
        *self.state() = State::default();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Returns whether a batch is running, or will run on its own.
    pub(super) fn goes_on(&self) -> bool {
        let state = self.state();
        let runs = state
            .running
            .as_ref()
            .is_some_and(|one| one.resume_after_pause || *one.control.borrow() == Control::Go);
        runs || !state.waiting.is_empty()
    }

    /// Returns the waiting batches, in order.
    pub(super) fn waiting(&self) -> Vec<i64> {
        self.state().waiting.iter().copied().collect()
    }

    /// Returns where a batch is.
    pub(super) fn position(&self, batch: i64) -> Position {
        let state = self.state();
        if let Some(running) = state.running.as_ref().filter(|running| running.batch == batch) {
            if running.resume_after_pause && *running.control.borrow() == Control::Pause {
                return Position::Waiting(0);
            }
            return Position::Running {
                order: *running.control.borrow(),
                progress: running.progress.borrow().clone(),
            };
        }
        match state.waiting.iter().position(|one| *one == batch) {
            Some(before) => {
                let ahead = before + usize::from(state.running.is_some());
                Position::Waiting(u64::try_from(ahead).unwrap_or(u64::MAX))
            }
            None => Position::Halted(state.halted.get(&batch).cloned()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(queue: &Queue, batch: i64) -> u64 {
        let Position::Waiting(ahead) = queue.position(batch) else { panic!("{batch} does not wait") };
        ahead
    }

    #[test]
    fn one_runs_and_the_others_follow_in_order() {
        let queue = Queue::default();
        for batch in [7, 8, 9, 8] {
            queue.push(batch);
        }
        let first = queue.next().unwrap();
        assert_eq!((first.batch, ahead(&queue, 8), ahead(&queue, 9)), (7, 1, 2));
        assert!(queue.next().is_none(), "one at a time");
        assert!(queue.take(8) && !queue.take(8));
        assert_eq!(queue.ended(None), None);
        assert_eq!(queue.next().unwrap().batch, 9);
    }

    #[test]
    fn what_pauses_can_be_told_to_go_on_before_it_has() {
        let queue = Queue::default();
        queue.push(1);
        queue.push(2);
        let job = queue.next().unwrap();
        assert!(queue.order(1, Control::Pause) && !queue.order(2, Control::Pause));
        assert_eq!(*job.control.borrow(), Control::Pause);
        assert!(queue.order(1, Control::Go) && queue.goes_on());
        assert_eq!(ahead(&queue, 1), 0);
        assert_eq!(queue.ended(Some(PauseReason::User)), Some(Control::Go));
        assert_eq!(queue.next().unwrap().batch, 1, "before those that waited");
    }

    #[test]
    fn what_stops_does_not_go_on() {
        let queue = Queue::default();
        queue.push(1);
        let job = queue.next().unwrap();
        queue.order(1, Control::Stop);
        queue.order(1, Control::Go);
        queue.order(1, Control::Pause);
        assert_eq!(*job.control.borrow(), Control::Stop);
        assert!(!queue.goes_on());
        // The batch had paused just before it was told to stop.
        assert_eq!(queue.ended(Some(PauseReason::User)), Some(Control::Stop));
    }

    #[test]
    fn pausing_everything_does_not_overwrite_a_stop() {
        let queue = Queue::default();
        queue.push(1);
        queue.push(2);
        let first = queue.next().unwrap();
        queue.order(1, Control::Stop);
        assert_eq!(queue.halt(Control::Pause), [2]);
        assert_eq!(*first.control.borrow(), Control::Stop);
        queue.close();
        assert_eq!(*first.control.borrow(), Control::Stop);
        assert_eq!(queue.ended(Some(PauseReason::User)), Some(Control::Stop));
    }

    #[test]
    fn nothing_runs_in_a_closed_queue() {
        let queue = Queue::default();
        queue.push(1);
        queue.push(2);
        let job = queue.next().unwrap();
        queue.close();
        queue.push(3);
        assert_eq!(*job.control.borrow(), Control::Pause);
        assert!(queue.ended(Some(PauseReason::User)).is_none() && queue.next().is_none());
        queue.open();
        queue.push(3);
        assert_eq!(queue.next().unwrap().batch, 3);
    }
}
