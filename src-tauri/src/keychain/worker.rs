use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use tokio::{sync::oneshot, time::timeout};
use velvet_core::view::KeychainProblem;

use super::SecretBackend;

/// The name of the thread.
pub const THREAD: &str = "keychain";

/// The deadline of a request, and the request itself.
type Job = (Instant, Box<dyn FnOnce(&dyn SecretBackend) + Send>);

/// A keychain backend on its own thread. Requests run one at a time, each with a time limit.
pub struct KeychainWorker {
    jobs: mpsc::Sender<Job>,
    busy: Busy,
}

impl KeychainWorker {
    /// Starts the thread. It ends after the last request once this is dropped.
    pub fn start(vault: impl SecretBackend) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let busy = Busy::default();
        let on_thread = busy.clone();
        let asked = move || {
            for (deadline, job) in queue {
                on_thread.set(Some(deadline));
                // A panic in the keychain's library counts as a refusal of this request. Later requests still run.
                let _ = catch_unwind(AssertUnwindSafe(|| job(&vault)));
                on_thread.set(None);
            }
        };
        // If the thread cannot start, the queue is closed, and every request returns `Refused`.
        let _ = thread::Builder::new().name(THREAD.to_owned()).spawn(asked);
        Self { jobs, busy }
    }

    /// Runs a request on the thread. Returns `Locked` if it does not finish in time, and at once while an earlier
    /// request is past its deadline.
    pub fn ask<T, F>(&self, patience: Duration, question: F) -> BoxFuture<'_, Result<T, KeychainProblem>>
    where
        T: Send + 'static,
        F: FnOnce(&dyn SecretBackend) -> Result<T, KeychainProblem> + Send + 'static,
    {
        Box::pin(async move {
            if self.busy.is_overdue() {
                tracing::warn!("the keychain still owes an answer");
                return Err(KeychainProblem::Locked);
            }
            let deadline = Instant::now() + patience;
            let (reply, answer) = oneshot::channel();
            let job = Box::new(move |vault: &dyn SecretBackend| {
                // Skip a request that timed out: a key must not be written or deleted after the user was told that it
                // was not.
                if !reply.is_closed() {
                    let _ = reply.send(question(vault));
                }
            });
            self.jobs.send((deadline, job)).map_err(|_| KeychainProblem::Refused)?;
            match timeout(patience, answer).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_)) => Err(KeychainProblem::Refused),
                Err(_) => {
                    tracing::warn!(seconds = patience.as_secs(), "the keychain did not answer in time");
                    Err(KeychainProblem::Locked)
                }
            }
        })
    }
}

/// The deadline of the request that is running.
#[derive(Clone, Default)]
struct Busy(Arc<Mutex<Option<Instant>>>);

impl Busy {
    fn set(&self, deadline: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
    }

    fn is_overdue(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some_and(|deadline| Instant::now() >= deadline)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use velvet_core::api::ApiKey;

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(60);

    /// A keychain that answers one read per message, like one that asks for a password first.
    struct Slow {
        go: mpsc::Receiver<()>,
        writes: Arc<AtomicUsize>,
    }

    impl SecretBackend for Slow {
        fn read(&self, _: u32) -> Result<Option<ApiKey>, KeychainProblem> {
            self.go.recv().map_err(|_| KeychainProblem::Refused)?;
            Ok(None)
        }

        fn write(&self, _: u32, _: &ApiKey) -> Result<(), KeychainProblem> {
            self.writes.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }

        fn delete(&self, _: u32) -> Result<(), KeychainProblem> {
            panic!("the keychain's library crashed")
        }
    }

    fn slow() -> (KeychainWorker, mpsc::Sender<()>, Arc<AtomicUsize>) {
        let (sender, go) = mpsc::channel();
        let writes = Arc::new(AtomicUsize::new(0));
        (KeychainWorker::start(Slow { go, writes: writes.clone() }), sender, writes)
    }

    #[tokio::test]
    async fn an_answer_in_time_is_the_answer() {
        let (thread, go, _) = slow();
        go.send(()).unwrap();
        assert!(matches!(thread.ask(LONG, |vault: &dyn SecretBackend| vault.read(1)).await, Ok(None)));
    }

    #[tokio::test]
    async fn a_keychain_that_does_not_answer_is_locked_and_nobody_queues_behind_it() {
        let (thread, go, writes) = slow();
        let key = ApiKey::parse("a-key-for-a-test").unwrap();
        let write = |key: ApiKey| move |vault: &dyn SecretBackend| vault.write(1, &key);

        // Both time out: the first inside the keychain, the second in the queue.
        let (read, queued) = tokio::join!(
            thread.ask(SHORT, |vault: &dyn SecretBackend| vault.read(1)),
            thread.ask(SHORT, write(key.clone()))
        );
        assert!(matches!(read, Err(KeychainProblem::Locked)));
        assert!(matches!(queued, Err(KeychainProblem::Locked)));

        let refused = thread.ask(LONG, |vault: &dyn SecretBackend| vault.read(1));
        let refused = timeout(Duration::from_secs(20), refused).await.expect("it waits for another minute");
        assert!(matches!(refused, Err(KeychainProblem::Locked)));

        // The user unlocked the keychain. The timed-out write is not run; the new one is.
        go.send(()).unwrap();
        let unlocked = async {
            while thread.ask(LONG, write(key.clone())).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(10), unlocked).await.unwrap();
        assert_eq!(writes.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_keychain_that_falls_over_has_refused_and_can_be_asked_again() {
        let (thread, go, _) = slow();
        assert!(matches!(
            thread.ask(LONG, |vault: &dyn SecretBackend| vault.delete(1)).await,
            Err(KeychainProblem::Refused)
        ));
        go.send(()).unwrap();
        assert!(matches!(thread.ask(LONG, |vault: &dyn SecretBackend| vault.read(1)).await, Ok(None)));
    }
}
