//! A thread that runs jobs one after the other.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::mpsc,
    thread,
};

use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// A thread that runs jobs in the order in which they arrive, so that no async task waits for the disk. Clones share
/// the thread. It ends after the last job once the last clone is dropped.
#[derive(Clone)]
pub struct Worker {
    jobs: mpsc::Sender<Job>,
}

impl Worker {
    /// Starts the thread.
    ///
    /// # Panics
    /// If the system allows no more threads.
    #[allow(clippy::expect_used)] // Nothing else works then, either.
    pub fn start(name: &str) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let thread = thread::Builder::new().name(name.to_owned());
        thread.spawn(move || queue.iter().for_each(|job| job())).expect("a thread can be started");
        Self { jobs }
    }

    /// Puts a job into the queue at once, and returns a future of its result. The job runs even if nobody awaits it.
    ///
    /// # Panics
    /// The future panics if the job does.
    pub fn run<T, F>(&self, job: F) -> impl Future<Output = T> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            let _ = reply.send(catch_unwind(AssertUnwindSafe(job)));
        });
        // The thread runs for as long as somebody can send.
        let _ = self.jobs.send(job);
        async {
            match answer.await {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) => resume_unwind(panic),
                Err(_) => unreachable!("every job sends its result"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn jobs_run_in_order_on_the_thread_even_if_nobody_awaits_them() {
        let worker = Worker::start("worker-test");
        let seen = Arc::new(Mutex::new(Vec::new()));
        for number in 0..100 {
            let seen = seen.clone();
            drop(worker.run(move || seen.lock().unwrap().push(number)));
        }
        let name = worker.run(|| thread::current().name().map(str::to_owned)).await;
        assert_eq!(name.as_deref(), Some("worker-test"));
        assert_eq!(*seen.lock().unwrap(), (0..100).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_job_that_panics_ends_only_its_caller() {
        let worker = Worker::start("worker-test");
        let panics = AssertUnwindSafe(worker.run(|| panic!("on purpose"))).catch_unwind().await;
        assert!(panics.is_err());
        assert_eq!(worker.run(|| 7).await, 7);
    }
}
