//! Reads lists with all kinds of flawed pagination, and compares the result with the true list.

use std::{collections::BTreeSet, sync::Mutex};

use futures::FutureExt;
use proptest::prelude::*;

use super::*;
use velvet_model::Fan;
use velvet_model::ids::FanId;

const MOST: u64 = 12;

/// A page, and the flaws with which it is served.
#[derive(Debug, Clone)]
struct Sheet {
    fans: Vec<u8>,
    nameless: u64,
    next: Permit,
    /// Number of empty replies without a next page before the real one.
    empties: u64,
    /// Number of refusals before anything else.
    refusals: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Permit {
    Completeness,
    To(usize),
    Unreadable,
    Somewhere,
    Unsaid,
}

/// A fake source with these pages, which counts its requests.
struct Shelf {
    sheets: Vec<Sheet>,
    left: Mutex<Vec<(u64, u64)>>,
    asked: Mutex<u64>,
    /// How many requests were already reported by `used`.
    counted: Mutex<u64>,
}

impl Shelf {
    fn new(sheets: &[Sheet]) -> Self {
        let left = sheets.iter().map(|sheet| (sheet.refusals, sheet.empties)).collect();
        let (asked, counted) = (Mutex::default(), Mutex::default());
        Self { sheets: sheets.to_vec(), left: Mutex::new(left), asked, counted }
    }

    /// Returns the fans on all pages up to the end, or `None` if the pages lead to no end.
    fn truth(&self) -> Option<BTreeSet<u8>> {
        let (mut found, mut at) = (BTreeSet::new(), 0);
        for turned in 0..=self.sheets.len() {
            let sheet = &self.sheets[at];
            found.extend(&sheet.fans);
            match sheet.next {
                _ if sheet.nameless > 0 => return None,
                Permit::Completeness => return Some(found),
                Permit::To(next) => at = next,
                // A cursor led to this page, and the page has none.
                Permit::Unsaid if turned > 0 => return Some(found),
                Permit::Unreadable | Permit::Somewhere | Permit::Unsaid => return None,
            }
        }
        None
    }
}

fn fan(number: u64) -> Fan {
    Fan { id: FanId::from_digits((100_000 + number).to_string()).unwrap(), username: None, name: None }
}

fn cursor(place: usize) -> Next {
    Next::At(format!("c{place}"))
}

impl Source<Fan> for Shelf {
    async fn page(&self, cursor_text: Option<&str>) -> Result<Page<Fan>, Cause> {
        *self.asked.lock().unwrap() += 1;
        let place = cursor_text.map_or(0, |text| text[1..].parse().unwrap());
        let (refusals, empties) = &mut self.left.lock().unwrap()[place];
        if *refusals > 0 {
            *refusals -= 1;
            return Err(Cause::CreditsSpent);
        }
        if *empties > 0 {
            *empties -= 1;
            return Ok(Page { rows: Vec::new(), nameless: 0, next: Next::Completeness });
        }
        let sheet = &self.sheets[place];
        let next = match sheet.next {
            Permit::Completeness => Next::Completeness,
            Permit::To(place) => cursor(place),
            Permit::Unreadable => Next::Unreadable,
            Permit::Somewhere => Next::Somewhere,
            Permit::Unsaid => Next::Unsaid,
        };
        let rows = sheet.fans.iter().map(|&number| fan(number.into())).collect();
        Ok(Page { rows, nameless: sheet.nameless, next })
    }

    async fn breathe(&self) {}

    fn used(&self) -> Credits {
        let asked = *self.asked.lock().unwrap();
        let before = std::mem::replace(&mut *self.counted.lock().unwrap(), asked);
        Credits { pages: asked - before, once: 0 }
    }
}

/// A list without an end: each page has a new fan and a new cursor.
struct Endless;

impl Source<Fan> for Endless {
    async fn page(&self, cursor_text: Option<&str>) -> Result<Page<Fan>, Cause> {
        let place = cursor_text.map_or(0, |text| text[1..].parse().unwrap());
        Ok(Page { rows: vec![fan(place as u64)], nameless: 0, next: cursor(place + 1) })
    }

    async fn breathe(&self) {}

    fn used(&self) -> Credits {
        Credits { pages: 2, once: 1 }
    }
}

fn begun() -> PagedRead<Fan> {
    PagedRead::of(AccountId::new("fansly_1").unwrap())
}

const BOUNDS: Bounds = Bounds { most: MOST, doubt_the_first: true };

/// Reads to the end, despite refusals and, if `stopping`, a stop after each page.
fn read<S: Source<Fan>>(source: &S, stopping: bool) -> (PagedRead<Fan>, Completeness, Vec<u64>) {
    let mut reading = begun();
    let mut told = Vec::new();
    for _ in 0..10_000 {
        let mut on_page = |page: PageRead<'_, Fan>| {
            told.push(page.number);
            if stopping { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        match paginate(source, &mut reading, BOUNDS, &mut on_page).now_or_never().unwrap() {
            Ok(Completeness::Stopped) | Err(_) => {}
            Ok(end) => return (reading, end, told),
        }
    }
    panic!("no end")
}

fn sheet(pages: usize) -> impl Strategy<Value = Sheet> {
    let turn = prop_oneof![
        3 => (0..pages).prop_map(Permit::To),
        2 => Just(Permit::Completeness),
        1 => Just(Permit::Unreadable),
        1 => Just(Permit::Somewhere),
        1 => Just(Permit::Unsaid),
    ];
    let fans = prop::collection::vec(any::<u8>(), 0..5);
    (fans, prop_oneof![6 => Just(0_u64), 1 => 1..3_u64], turn, 0..3_u64, 0..3_u64).prop_map(
        |(fans, nameless, next, empties, refusals)| Sheet { fans, nameless, next, empties, refusals },
    )
}

/// Generates pages that mostly follow each other, so that there are long reads too.
fn sheets() -> impl Strategy<Value = Vec<Sheet>> {
    (1..16_usize).prop_flat_map(|pages| {
        let each = (sheet(pages), prop::bool::weighted(0.8));
        prop::collection::vec(each, pages).prop_map(move |sheets| {
            let straight =
                |place| if place + 1 < pages { Permit::To(place + 1) } else { Permit::Completeness };
            let lay = |(place, (mut sheet, in_order)): (usize, (Sheet, bool))| {
                if in_order {
                    sheet.next = straight(place);
                }
                sheet
            };
            sheets.into_iter().enumerate().map(lay).collect()
        })
    })
}

fn whole(sheets: &[Sheet]) -> Vec<Sheet> {
    sheets.iter().cloned().map(|sheet| Sheet { refusals: 0, ..sheet }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_walk_is_bounded_and_complete_only_when_it_is(sheets in sheets()) {
        let shelf = Shelf::new(&sheets);
        let (reading, end, told) = read(&shelf, false);
        let refusals: u64 = sheets.iter().map(|sheet| sheet.refusals).sum();
        prop_assert!(reading.pages() <= MOST);
        prop_assert!(*shelf.asked.lock().unwrap() <= 2 * (MOST + 1) + refusals);
        prop_assert_eq!(reading.credits(), *shelf.asked.lock().unwrap());
        prop_assert_eq!(&told, &(1..=reading.pages()).collect::<Vec<u64>>());
        let ids: BTreeSet<&FanId> = reading.rows().iter().map(|fan| &fan.id).collect();
        prop_assert_eq!(ids.len(), reading.rows().len(), "no fan twice");
        prop_assert_eq!(reading.end(), Some(end));
        if end == Completeness::Complete {
            let truth = shelf.truth().expect("complete, and there is no way to an end");
            let truth: BTreeSet<FanId> = truth.into_iter().map(|number| fan(number.into()).id).collect();
            prop_assert_eq!(ids, truth.iter().collect(), "complete, and somebody is missing");
        }
        if end == Completeness::RanOut {
            prop_assert!(reading.pages() > 0 && reading.nameless() == 0);
        }
    }

    #[test]
    fn an_honest_list_is_read_whole(pages in prop::collection::vec(1..4_u8, 1..10), empty_end in any::<bool>()) {
        let mut number = 0;
        let mut sheets: Vec<Sheet> = Vec::new();
        for (place, fans) in pages.iter().enumerate() {
            let fans = (0..*fans).map(|_| { number += 1; number }).collect();
            let next = if place + 1 < pages.len() || empty_end { Permit::To(place + 1) } else { Permit::Completeness };
            sheets.push(Sheet { fans, nameless: 0, next, empties: 1, refusals: 0 });
        }
        if empty_end {
            sheets.push(Sheet { fans: Vec::new(), nameless: 0, next: Permit::Completeness, empties: 0, refusals: 0 });
        }
        let (reading, end, _) = read(&Shelf::new(&sheets), false);
        prop_assert_eq!(end, if empty_end { Completeness::RanOut } else { Completeness::Complete });
        prop_assert_eq!(reading.rows().len(), usize::from(number));
    }

    #[test]
    fn refused_or_stopped_on_the_way_it_comes_to_the_same_end(sheets in sheets(), stopping in any::<bool>()) {
        // A refusal between an empty page and its repeat leads to two more requests. That is a different case.
        let sheets: Vec<Sheet> = sheets.into_iter().map(|sheet| Sheet { empties: 0, ..sheet }).collect();
        let (plain, plain_end, _) = read(&Shelf::new(&whole(&sheets)), false);
        let (reading, end, told) = read(&Shelf::new(&sheets), stopping);
        prop_assert_eq!((end, reading.pages(), told.len() as u64), (plain_end, plain.pages(), plain.pages()));
        prop_assert_eq!(reading.rows(), plain.rows());
        prop_assert_eq!(reading.nameless(), plain.nameless());
    }
}

#[test]
fn a_list_without_an_end_is_given_up() {
    let (reading, end, _) = read(&Endless, false);
    assert_eq!(
        (end, reading.rows().len() as u64),
        (Completeness::Incomplete(IncompleteReason::TooManyPages), MOST)
    );
    assert_eq!((reading.credits(), reading.credits_again()), (3 * MOST, 2 * MOST));
}

#[test]
fn each_doubt_has_its_name() {
    let sheet = |fans: &[u8], next| Sheet { fans: fans.to_vec(), nameless: 0, next, empties: 0, refusals: 0 };
    let first = sheet(&[1, 2], Permit::To(1));
    for (sheets, doubt) in [
        (vec![sheet(&[], Permit::Completeness)], IncompleteReason::NothingAtAll),
        (vec![sheet(&[], Permit::To(0))], IncompleteReason::NothingAtAll),
        (vec![first.clone(), sheet(&[], Permit::To(0))], IncompleteReason::EmptyPage),
        (
            vec![first.clone(), Sheet { nameless: 1, ..sheet(&[3], Permit::Completeness) }],
            IncompleteReason::Nameless,
        ),
        (vec![first.clone(), sheet(&[3], Permit::Unreadable)], IncompleteReason::Cursor),
        (vec![first.clone(), sheet(&[3], Permit::Somewhere)], IncompleteReason::NoCursor),
        (vec![sheet(&[1, 2], Permit::Unsaid)], IncompleteReason::FullPage),
        (vec![first.clone(), sheet(&[], Permit::Somewhere)], IncompleteReason::EmptyPage),
        (vec![first.clone(), sheet(&[3], Permit::To(1))], IncompleteReason::SameCursor),
        (
            vec![first.clone(), sheet(&[2, 1], Permit::To(2)), sheet(&[3], Permit::Completeness)],
            IncompleteReason::NothingNew,
        ),
    ] {
        assert_eq!(read(&Shelf::new(&sheets), false).1, Completeness::Incomplete(doubt), "{sheets:?}");
    }
}

#[test]
fn a_page_to_which_a_cursor_led_and_which_has_none_is_the_last() {
    let sheet = |fans: &[u8], next| Sheet { fans: fans.to_vec(), nameless: 0, next, empties: 0, refusals: 0 };
    let sheets = [sheet(&[1, 2], Permit::To(1)), sheet(&[3, 4], Permit::Unsaid)];
    assert_eq!(read(&Shelf::new(&sheets), false).1, Completeness::Complete);
}

#[test]
fn an_end_is_an_end() {
    let shelf = Shelf::new(&[Sheet {
        fans: vec![1],
        nameless: 0,
        next: Permit::Completeness,
        empties: 0,
        refusals: 0,
    }]);
    let mut reading = begun();
    for _ in 0..3 {
        let end = paginate(&shelf, &mut reading, BOUNDS, &mut |_| ControlFlow::Continue(())).now_or_never();
        assert_eq!(end, Some(Ok(Completeness::Complete)));
    }
    assert_eq!((*shelf.asked.lock().unwrap(), reading.rows().len()), (1, 1));
}
