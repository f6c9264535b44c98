//! The picture of fates: watches as rows, steps as columns.

use super::place::Place;
use crate::event::{Event, FateSettled, RunStarted, Seen, WatchRead};
use crate::fate::{Fate, Reading, Resource};

/// What a watch saw at one step, in short form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// The author's name for the value.
    Named(String),
    /// The value's own first line.
    Value(String),
    /// Present, but only blank space.
    Empty,
    /// Absent.
    Absent,
    /// Out of reach.
    OutOfReach,
    /// An existing resource.
    There,
}

impl Cell {
    /// Returns the cell for what was seen.
    #[must_use]
    pub fn new(seen: &Seen) -> Self {
        match seen {
            Seen::Resource { resource: Resource::Present { .. } } => Self::There,
            Seen::Value { reading: Reading::OutOfReach, .. } => Self::OutOfReach,
            Seen::Value { named: Some(name), .. } => Self::Named(name.clone()),
            Seen::Resource { .. } | Seen::Value { .. } => Self::unnamed(seen),
        }
    }

    /// Returns the cell for what was seen, without the author's name for it.
    #[must_use]
    pub fn unnamed(seen: &Seen) -> Self {
        match seen {
            Seen::Resource { resource: Resource::Present { .. } } => Self::There,
            Seen::Value { reading: Reading::OutOfReach, .. } => Self::OutOfReach,
            Seen::Value { reading: Reading::Within { value: Some(value), .. }, .. } => {
                let mut lines = value.text.lines().map(str::trim);
                lines.find(|line| !line.is_empty()).map_or(Self::Empty, |line| Self::Value(line.to_owned()))
            }
            Seen::Resource { .. } | Seen::Value { .. } => Self::Absent,
        }
    }
}

/// A watch over all steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRow {
    /// The watch's id.
    pub watch: String,
    /// Its label.
    pub label: String,
    /// What it saw after each played step.
    pub cells: Vec<Cell>,
    /// The last fate in which something happened.
    pub fate: Option<Fate>,
    /// The holder that decided it.
    pub place: Option<Place>,
}

/// The picture so far, built from events alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The ids of the played steps, in order.
    pub steps: Vec<String>,
    /// A row for each watch, in the lab's order.
    pub rows: Vec<WatchRow>,
}

impl Picture {
    /// Adds an event to the picture.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => self.begin(run),
            Event::WatchRead(read) => self.read(read),
            Event::FateSettled(settled) => self.settled(settled),
            _ => {}
        }
    }

    fn begin(&mut self, run: &RunStarted) {
        let row = |(watch, label): &(String, String)| WatchRow {
            watch: watch.clone(),
            label: label.clone(),
            cells: Vec::new(),
            fate: None,
            place: None,
        };
        *self = Self { steps: Vec::new(), rows: run.watches.iter().map(row).collect() };
    }

    fn read(&mut self, read: &WatchRead) {
        let Some(step) = &read.step else {
            return;
        };
        if self.steps.last() != Some(step) {
            self.steps.push(step.clone());
        }
        if let Some(row) = self.rows.iter_mut().find(|row| row.watch == read.watch) {
            row.cells.push(Cell::new(&read.seen));
        }
    }

    fn settled(&mut self, settled: &FateSettled) {
        let Some(fate) = settled.fate else {
            return;
        };
        let Some(row) = self.rows.iter_mut().find(|row| row.watch == settled.watch) else {
            return;
        };
        let happened = !matches!(fate, Fate::Unchanged | Fate::OutOfReach);
        if happened || row.fate.is_none_or(|fate| matches!(fate, Fate::Unchanged | Fate::OutOfReach)) {
            row.fate = Some(fate);
            row.place = settled.holder.as_ref().map(|holder| Place::new(holder, settled.owner.as_deref()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::{ContainerRun, Holder, Value};

    fn seen(text: &str, named: Option<&str>) -> Seen {
        Seen::Value {
            reading: Reading::Within {
                value: Some(Value { digest: text.to_owned(), size: 1, text: text.to_owned() }),
                holder: Holder::Layer { container: "c".to_owned() },
                run: ContainerRun { container: "c".to_owned(), started: "1".to_owned() },
                whiteout: false,
            },
            through: Some("web".to_owned()),
            named: named.map(str::to_owned),
        }
    }

    fn step(id: &str, seen: &Seen, fate: Option<Fate>) -> [Event; 2] {
        let read = WatchRead { step: Some(id.to_owned()), watch: "page".to_owned(), seen: seen.clone() };
        let settled = FateSettled {
            step: id.to_owned(),
            watch: "page".to_owned(),
            label: "index.html".to_owned(),
            fate,
            expected: fate,
            before: None,
            now: seen.clone(),
            holder: Some(Holder::Layer { container: "c".to_owned() }),
            destroyed: false,
            owner: Some("web".to_owned()),
            held: true,
        };
        [Event::WatchRead(read), Event::FateSettled(Box::new(settled))]
    }

    #[test]
    fn a_row_ends_with_the_last_fate_in_which_something_happened() {
        let mut picture = Picture::default();
        picture.begin(&RunStarted {
            content: String::new(),
            lab: "lab".to_owned(),
            title: String::new(),
            steps: 3,
            run: String::new(),
            engine: String::new(),
            workspace: String::new(),
            stand_ins: Vec::new(),
            watches: vec![("page".to_owned(), "index.html".to_owned())],
        });
        let steps = [
            step("copy", &seen("mine", Some("your page")), Some(Fate::Changed)),
            step("recreate", &seen("\n  <h1>Hi</h1>\n", None), Some(Fate::Lost)),
            step("look", &seen("x", None), Some(Fate::Unchanged)),
        ];
        steps.iter().flatten().for_each(|event| picture.take(event));
        assert_eq!(picture.steps, ["copy", "recreate", "look"]);
        let row = &picture.rows[0];
        let named = Cell::Named("your page".to_owned());
        assert_eq!(row.cells, [named, Cell::Value("<h1>Hi</h1>".to_owned()), Cell::Value("x".to_owned())]);
        assert_eq!((row.fate, row.place.as_ref().map(Place::word)), (Some(Fate::Lost), Some("layer")));
    }
}
