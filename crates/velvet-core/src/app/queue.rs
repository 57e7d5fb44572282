use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::view::PauseReason;
use velvet_engine::{Order, Progress};

/// The batches of a desk: one runs, the others wait for their turn.
#[derive(Default)]
pub(super) struct Queue(Mutex<Line>);

#[derive(Default)]
struct Line {
    running: Option<Running>,
    waiting: VecDeque<i64>,
    /// Batches that wait for the user, though the disk may not say why.
    halted: HashMap<i64, PauseReason>,
    closed: bool,
}

struct Running {
    batch: i64,
    orders: watch::Sender<Order>,
    progress: watch::Receiver<Progress>,
    /// Goes on as soon as it has paused.
    and_on: bool,
}

/// A batch whose turn it is.
pub(super) struct Turn {
    pub(super) batch: i64,
    pub(super) orders: watch::Receiver<Order>,
    pub(super) progress: watch::Sender<Progress>,
}

/// Where a batch stands in this run of the app.
pub(super) enum Place {
    /// It runs.
    Running {
        /// What was asked of it last.
        order: Order,
        /// How far it has come.
        progress: Progress,
    },
    /// It runs when as many others have.
    Waiting(u64),
    /// It waits for the user.
    Halted(Option<PauseReason>),
}

impl Queue {
    /// Puts a batch at the end of the line.
    pub(super) fn push(&self, batch: i64) {
        let mut line = self.line();
        line.halted.remove(&batch);
        if !line.closed && !line.waiting.contains(&batch) {
            line.waiting.push_back(batch);
        }
    }

    /// The next batch, unless one runs. Whoever is given one says when it [has ended](Self::ended).
    pub(super) fn next(&self) -> Option<Turn> {
        let mut line = self.line();
        if line.running.is_some() {
            return None;
        }
        let batch = line.waiting.pop_front()?;
        let (order, orders) = watch::channel(Order::Go);
        let (progress, seen) = watch::channel(Progress::default());
        line.running = Some(Running { batch, orders: order, progress: seen, and_on: false });
        Some(Turn { batch, orders, progress })
    }

    /// What runs has come to its end, or to a pause, and why. Gives what was asked of it since, if there is still
    /// something to be done.
    pub(super) fn ended(&self, halted: Option<PauseReason>) -> Option<Order> {
        let mut line = self.line();
        let (running, why) = (line.running.take()?, halted?);
        if *running.orders.borrow() == Order::Stop {
            return Some(Order::Stop);
        }
        if running.and_on && why == PauseReason::User && !line.closed {
            line.waiting.push_front(running.batch);
            return Some(Order::Go);
        }
        line.halted.insert(running.batch, why);
        None
    }

    /// Orders something of a batch. Says whether it runs and so will hear of it.
    pub(super) fn order(&self, batch: i64, order: Order) -> bool {
        let mut line = self.line();
        let Some(running) = line.running.as_mut().filter(|running| running.batch == batch) else {
            return false;
        };
        // What has begun to stop does not go on.
        if *running.orders.borrow() != Order::Stop {
            running.and_on = order == Order::Go;
            if order != Order::Go {
                running.orders.send_replace(order);
            }
        }
        true
    }

    /// Takes a batch out of the line. Says whether it was in it.
    pub(super) fn take(&self, batch: i64) -> bool {
        let mut line = self.line();
        let before = line.waiting.len();
        line.waiting.retain(|one| *one != batch);
        line.waiting.len() < before
    }

    /// Orders something of what runs, and takes out of the line what waits.
    pub(super) fn halt(&self, order: Order) -> Vec<i64> {
        let mut line = self.line();
        if let Some(running) = &mut line.running {
            running.and_on = false;
            running.orders.send_replace(order);
        }
        line.waiting.drain(..).collect()
    }

    /// What runs pauses and goes on after that, to see what has changed.
    pub(super) fn begin_anew(&self) {
        if let Some(running) = &mut self.line().running
            && *running.orders.borrow() == Order::Go
        {
            running.and_on = true;
            running.orders.send_replace(Order::Pause);
        }
    }

    /// Nothing runs any more, until it is opened. What is on its way comes to its end.
    pub(super) fn close(&self) {
        self.line().closed = true;
        self.halt(Order::Pause);
    }

    /// The same, unless something runs, or will. Says whether it was done.
    pub(super) fn close_idle(&self) -> bool {
        let mut line = self.line();
        let idle = line.running.is_none() && line.waiting.is_empty();
        line.closed |= idle;
        idle
    }

    /// Batches may run again. Nothing is known of those before.
    pub(super) fn open(&self) {
        *self.line() = Line::default();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.line().closed
    }

    /// Whether anything runs, or will by itself.
    pub(super) fn goes_on(&self) -> bool {
        let line = self.line();
        let runs = line.running.as_ref().is_some_and(|one| one.and_on || *one.orders.borrow() == Order::Go);
        runs || !line.waiting.is_empty()
    }

    /// What waits, in its order.
    pub(super) fn waiting(&self) -> Vec<i64> {
        self.line().waiting.iter().copied().collect()
    }

    /// Where a batch stands.
    pub(super) fn place(&self, batch: i64) -> Place {
        let line = self.line();
        if let Some(running) = line.running.as_ref().filter(|running| running.batch == batch) {
            if running.and_on && *running.orders.borrow() == Order::Pause {
                return Place::Waiting(0);
            }
            return Place::Running {
                order: *running.orders.borrow(),
                progress: running.progress.borrow().clone(),
            };
        }
        match line.waiting.iter().position(|one| *one == batch) {
            Some(before) => {
                let ahead = before + usize::from(line.running.is_some());
                Place::Waiting(u64::try_from(ahead).unwrap_or(u64::MAX))
            }
            None => Place::Halted(line.halted.get(&batch).cloned()),
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(queue: &Queue, batch: i64) -> u64 {
        let Place::Waiting(ahead) = queue.place(batch) else { panic!("{batch} does not wait") };
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
        let turn = queue.next().unwrap();
        assert!(queue.order(1, Order::Pause) && !queue.order(2, Order::Pause));
        assert_eq!(*turn.orders.borrow(), Order::Pause);
        assert!(queue.order(1, Order::Go) && queue.goes_on());
        assert_eq!(ahead(&queue, 1), 0);
        assert_eq!(queue.ended(Some(PauseReason::User)), Some(Order::Go));
        assert_eq!(queue.next().unwrap().batch, 1, "before those that waited");
    }

    #[test]
    fn what_stops_does_not_go_on() {
        let queue = Queue::default();
        queue.push(1);
        let turn = queue.next().unwrap();
        queue.order(1, Order::Stop);
        queue.order(1, Order::Go);
        queue.order(1, Order::Pause);
        assert_eq!(*turn.orders.borrow(), Order::Stop);
        assert!(!queue.goes_on());
        // It had paused just before.
        assert_eq!(queue.ended(Some(PauseReason::User)), Some(Order::Stop));
    }

    #[test]
    fn nothing_runs_in_a_closed_queue() {
        let queue = Queue::default();
        queue.push(1);
        queue.push(2);
        let turn = queue.next().unwrap();
        queue.close();
        queue.push(3);
        assert_eq!(*turn.orders.borrow(), Order::Pause);
        assert!(queue.ended(Some(PauseReason::User)).is_none() && queue.next().is_none());
        queue.open();
        queue.push(3);
        assert_eq!(queue.next().unwrap().batch, 3);
    }
}
