//! Does work on all processors, where what it does takes much longer than starting a thread, some 30 microseconds.
//!
//! ```text
//!   both(a, b)           a ▔▔▔▔▔▔▔▔        each([1 2 3 4 5], work)      1 2 3
//!                        b ▔▔▔▔▔                                       4 5        results in the order of the items
//! ```

use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

/// The number of processors, which is costly to ask for.
static PROCESSORS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));

/// Does two things at the same time, and returns both results.
pub(crate) fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}

/// Does the same work on each item. Each processor has one stretch of the items; the results are in their order.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    parts(items, |part| part.iter().map(&work).collect::<Vec<R>>()).into_iter().flatten().collect()
}

/// Does work on stretches of the items, one a processor, and returns the results in order.
pub(crate) fn parts<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let length = items.len().div_ceil(*PROCESSORS).max(1);
    let work = &work;
    thread::scope(|scope| {
        let mut parts = items.chunks(length);
        let first = parts.next();
        let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let first = first.map(work);
        let others = others.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        first.into_iter().chain(others).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = items.iter().map(|item| 2 * item).collect();
        assert_eq!(each(&items, |item| 2 * item), doubled);
        assert!(each(&items[..0], |item| 2 * item).is_empty());
        assert_eq!(parts(&items, <[usize]>::len).iter().sum::<usize>(), 1000);
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }

    #[test]
    #[should_panic(expected = "three")]
    fn a_panic_reaches_the_caller() {
        each(&[1, 2, 3, 4], |item| assert!(*item != 3, "three"));
    }
}
