//! Progress of what takes longer than two seconds: a bar or spinner on a terminal, otherwise a plain line every few
//! seconds, always on standard error.

use std::{
    io::IsTerminal,
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        Arc, Mutex,
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a plain line is written when standard error is no terminal.
const PLAIN_EVERY: Duration = Duration::from_secs(5);

/// A running progress display; dropping it clears it.
pub struct Progress {
    shown: Shown,
}

enum Shown {
    Drawn(ProgressBar),
    Plain(Plain),
}

impl Progress {
    /// Progress of unknown length. `plain` forces plain lines (`--json`).
    pub fn spinner(what: impl Into<String>, plain: bool) -> Self {
        Self::new(what.into(), None, plain)
    }

    /// Progress of `total` steps.
    pub fn bar(what: impl Into<String>, total: u64, plain: bool) -> Self {
        Self::new(what.into(), Some(total), plain)
    }

    fn new(what: String, total: Option<u64>, plain: bool) -> Self {
        let shown = match plain || !std::io::stderr().is_terminal() {
            true => Shown::Plain(Plain::start(what, total)),
            false => Shown::Drawn(drawn(what, total)),
        };
        Self { shown }
    }

    /// Says what is being done now.
    pub fn message(&self, what: impl Into<String>) {
        match &self.shown {
            Shown::Drawn(bar) => bar.set_message(what.into()),
            Shown::Plain(plain) => plain.state.say(what.into()),
        }
    }

    /// `steps` more are done.
    pub fn advance(&self, steps: u64) {
        match &self.shown {
            Shown::Drawn(bar) => bar.inc(steps),
            Shown::Plain(plain) => {
                plain.state.done.fetch_add(steps, Ordering::Relaxed);
            }
        }
    }

    /// `done` steps are done altogether.
    pub fn set(&self, done: u64) {
        match &self.shown {
            Shown::Drawn(bar) => bar.set_position(done),
            Shown::Plain(plain) => plain.state.done.store(done, Ordering::Relaxed),
        }
    }

    /// Writes a line above the display.
    pub fn note(&self, line: impl AsRef<str>) {
        match &self.shown {
            Shown::Drawn(bar) => bar.suspend(|| eprintln!("{}", line.as_ref())),
            Shown::Plain(_) => eprintln!("{}", line.as_ref()),
        }
    }

    /// Ends the display, leaving nothing on the terminal.
    pub fn finish(self) {}
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Drawn(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn drawn(what: String, total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{spinner} {msg} [{bar:30}] {pos}/{len} {elapsed}"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}"),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Lines written by a thread of their own, so that they also come while the program waits.
struct Plain {
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    what: Mutex<String>,
    done: AtomicU64,
    total: Option<u64>,
    over: AtomicBool,
}

impl State {
    fn say(&self, what: String) {
        if let Ok(mut current) = self.what.lock() {
            *current = what;
        }
    }

    fn line(&self, since: Instant) -> String {
        let what = self.what.lock().map(|what| what.clone()).unwrap_or_default();
        let elapsed = since.elapsed().as_secs();
        let done = self.done.load(Ordering::Relaxed);
        match self.total {
            Some(total) => format!("{what}: {done} of {total}, {elapsed} s"),
            None => format!("{what}: {elapsed} s"),
        }
    }
}

impl Plain {
    fn start(what: String, total: Option<u64>) -> Self {
        let state = Arc::new(State {
            what: Mutex::new(what),
            done: AtomicU64::new(0),
            total,
            over: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let since = Instant::now();
            loop {
                std::thread::park_timeout(PLAIN_EVERY);
                if shared.over.load(Ordering::Relaxed) {
                    break;
                }
                eprintln!("{}", shared.line(since));
            }
        });
        Self { state, thread: Some(thread) }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
