//! Searches all texts of the corpus on another thread, and reports the hits while the search goes on.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::{World, apart, teller};
use crate::corpus::grep::{GrepFor, GrepHit, grep as search};
use crate::text::search::Query;
use crate::tui::model::event::Event;

/// The time between two reports of hits.
const EVERY: Duration = Duration::from_millis(40);

/// Begins a search, and ends an older one.
pub(super) fn grep(world: &World, query: Query, what: GrepFor, number: u64) {
    let is_over = world.greps.begin(number);
    let (library, tell) = (world.library.clone(), teller(world));
    apart(world, "grep", move || {
        let (corpus, names) = (library.corpus(), library.documents());
        let (send, found) = mpsc::channel::<Vec<GrepHit>>();
        let mut waiting: Vec<GrepHit> = Vec::new();
        std::thread::scope(|scope| {
            let (names, query, is_over) = (&names, &query, &is_over);
            scope.spawn(move || search(&corpus, names, query, what, is_over, &|hits| drop(send.send(hits))));
            loop {
                match found.recv_timeout(EVERY) {
                    Ok(hits) if waiting.is_empty() => waiting = hits,
                    Ok(hits) => waiting.extend(hits),
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) if waiting.is_empty() => {}
                    Err(RecvTimeoutError::Timeout) => {
                        tell(Event::Grepped { number, hits: std::mem::take(&mut waiting), is_done: false });
                    }
                }
            }
        });
        Event::Grepped { number, hits: waiting, is_done: true }
    });
}
