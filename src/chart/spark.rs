//! A *spark* is a line the size of a word.

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend};

use super::{Canvas, Ink};

const SIZE: (u32, u32) = (72, 20);
const PAD: i32 = 3;

struct Pen(Ink, u32);

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        let color = self.0.color();
        BackendColor { alpha: 1.0, rgb: (color.0, color.1, color.2) }
    }

    fn stroke_width(&self) -> u32 {
        self.1
    }
}

/// Values in percent, oldest first, with gaps. Empty when fewer than two values are known.
///
/// It is hidden from screen readers: the figures stand beside it.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "pixels of a picture 72 wide")]
pub fn spark(values: &[Option<f64>]) -> String {
    let known = || values.iter().flatten().copied();
    if known().count() < 2 {
        return String::new();
    }
    let (low, high) = known().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let (width, height) = (SIZE.0 as i32 - 2 * PAD, SIZE.1 as i32 - 2 * PAD);
    let last = values.len().max(2) as i32 - 1;
    let place = |i: usize, v: f64| -> BackendCoord {
        // A flat line runs through the middle.
        let share = if high > low { (v - low) / (high - low) } else { 0.5 };
        (PAD + i as i32 * width / last, PAD + height - (share * f64::from(height)).round() as i32)
    };

    let mut buffer = String::new();
    let mut canvas = Canvas::on(&mut buffer, SIZE);
    let mut end = None;
    for run in runs(values) {
        let path: Vec<BackendCoord> = run.iter().map(|&(i, v)| place(i, v)).collect();
        end = path.last().copied();
        let _ = canvas.draw_path(path, &Pen(Ink::Line, 1));
    }
    if let Some(end) = end {
        let _ = canvas.draw_circle(end, 2, &Pen(Ink::Line, 0), true);
    }
    drop(canvas);
    let (w, h) = SIZE;
    format!(
        r#"<svg class="spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true" focusable="false">{}</svg>"#,
        Canvas::finish(&buffer)
    )
}

/// Stretches of values without a gap.
fn runs(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut open = false;
    for (i, value) in values.iter().enumerate() {
        match value {
            Some(v) if open => {
                if let Some(run) = runs.last_mut() {
                    run.push((i, *v));
                }
            }
            Some(v) => {
                runs.push(vec![(i, *v)]);
                open = true;
            }
            None => open = false,
        }
    }
    runs
}
