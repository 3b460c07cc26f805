//! How what is shown runs over pages: in *pieces* that do not break, under heads that come again on each page.

use super::pen::Pen;

/// What stays whole.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    pub height: f64,
    /// Drawn from its upper left.
    pub svg: String,
}

/// One thing that is shown: its title, and what follows below it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Above the first piece, never alone at the foot of a page.
    pub title: Piece,
    /// Above the pieces of each page that it runs over; of a table its headings.
    pub head: Piece,
    /// In the place of the title where it goes on.
    pub again: Piece,
    pub pieces: Vec<Piece>,
    /// Begins a page.
    pub fresh: bool,
}

/// Space between two runs.
pub const GAP: f64 = 26.0;

/// The inside of each page of this height.
#[must_use]
pub fn pages(runs: &[Run], height: f64) -> Vec<String> {
    let mut done: Vec<Pen> = Vec::new();
    let mut y = f64::INFINITY;
    for run in runs {
        let first = run.pieces.first().map_or(0.0, |piece| piece.height);
        let start = run.title.height + run.head.height + first;
        let gap = if y > 0.0 { GAP } else { 0.0 };
        if run.fresh && y > 0.0 || y + gap + start > height {
            done.push(Pen::default());
            y = 0.0;
        } else {
            y += gap;
        }
        let Some(mut page) = done.pop() else { continue };
        for piece in [&run.title, &run.head] {
            place(&mut page, &mut y, piece);
        }
        for (nth, piece) in run.pieces.iter().enumerate() {
            if nth > 0 && y + piece.height > height {
                done.push(page);
                (page, y) = (Pen::default(), 0.0);
                for piece in [&run.again, &run.head] {
                    place(&mut page, &mut y, piece);
                }
            }
            place(&mut page, &mut y, piece);
        }
        done.push(page);
    }
    done.into_iter().map(Pen::done).collect()
}

/// What stands below one another without an end, and how high it is.
#[must_use]
pub fn column(run: &Run) -> (f64, String) {
    let (mut page, mut y) = (Pen::default(), 0.0);
    for piece in [&run.title, &run.head].into_iter().chain(&run.pieces) {
        place(&mut page, &mut y, piece);
    }
    (y, page.done())
}

fn place(page: &mut Pen, y: &mut f64, piece: &Piece) {
    if !piece.svg.is_empty() {
        page.group((0.0, *y), &piece.svg);
    }
    *y += piece.height;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(height: f64, name: &str) -> Piece {
        Piece { height, svg: format!("<{name}>") }
    }

    fn run(rows: usize) -> Run {
        Run {
            title: piece(20.0, "title"),
            head: piece(10.0, "head"),
            again: piece(15.0, "again"),
            pieces: (0..rows).map(|_| piece(10.0, "row")).collect(),
            fresh: false,
        }
    }

    /// The lowest edge of what stands on a page.
    fn foot(page: &str) -> f64 {
        let heights = [("title", 20.0), ("head", 10.0), ("again", 15.0), ("row", 10.0)];
        let end = |group: &str| {
            let y: f64 = group.split_once(')').and_then(|(at, _)| at.split_once(' ')?.1.parse().ok()).expect("a place");
            let height = heights.iter().find(|(name, _)| group.contains(&format!("<{name}>"))).expect("a piece").1;
            y + height
        };
        page.split("translate(").skip(1).map(end).fold(0.0, f64::max)
    }

    #[test]
    fn nothing_leaves_a_page_and_heads_come_again() {
        for height in [100.0, 125.0, 333.0] {
            let done = pages(&[run(3), run(40), run(0), run(1)], height);
            assert!(done.len() > 2, "{height}");
            let rows: usize = done.iter().map(|page| page.matches("<row>").count()).sum();
            assert_eq!(rows, 44, "{height}");
            for page in &done {
                assert!(foot(page) <= height, "{height}: {page}");
                assert!(page.contains("<head>"), "{height}: rows have their headings");
                assert!(!page.ends_with("<title></g>"), "{height}: a title stands alone");
            }
            assert_eq!(
                done.iter().filter(|page| page.contains("<again>")).count(),
                done.len()
                    - done.iter().filter(|page| page.starts_with("<g transform=\"translate(0 0)\"><title>")).count(),
                "{height}"
            );
        }
    }

    #[test]
    fn what_is_fresh_begins_a_page() {
        let mut second = run(1);
        second.fresh = true;
        assert_eq!(pages(&[run(1), second.clone()], 900.0).len(), 2);
        assert_eq!(pages(&[second], 900.0).len(), 1);
        assert!(pages(&[], 900.0).is_empty());
        assert_eq!(column(&run(5)).0, 80.0);
    }
}
