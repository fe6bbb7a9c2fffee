//! A picture with one byte a pixel, 0 black to 255 white.

/// Pixels of a picture at most: A3 at 600 dots an inch.
const MAX_PIXELS: usize = 100_000_000;

/// A grey picture, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Grey {
    /// A picture of these pixels; `None` where they are not as many as its sides say, or too many.
    pub(crate) fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let area = width.checked_mul(height).filter(|area| (1..=MAX_PIXELS).contains(area))?;
        (pixels.len() == area).then_some(Self { width, height, pixels })
    }

    /// Reads a PGM file with one byte a pixel (`P5`), as Poppler writes it.
    pub(crate) fn from_pgm(file: &[u8]) -> Option<Self> {
        let mut rest = file.strip_prefix(b"P5")?;
        let mut numbers = [0_usize; 3];
        for number in &mut numbers {
            let start = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
            let digits = rest[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            *number = std::str::from_utf8(&rest[start..start + digits]).ok()?.parse().ok()?;
            rest = &rest[start + digits..];
        }
        let [width, height, most] = numbers;
        let area = width.checked_mul(height)?;
        // One white space ends the head.
        (most == 255).then(|| Self::new(width, height, rest.get(1..=area)?.to_vec()))?
    }

    /// The picture as a PGM file.
    pub(crate) fn pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.pixels);
        file
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// Whether most of it is darker than any paper.
    pub(crate) fn is_dark(&self) -> bool {
        let sum: u64 = self.pixels.iter().map(|pixel| u64::from(*pixel)).sum();
        sum < 100 * self.pixels.len() as u64
    }

    /// Turned clockwise by so many quarters.
    pub(crate) fn turned(&self, quarters: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let (width, height) = if quarters % 2 == 1 { (h, w) } else { (w, h) };
        let mut pixels = Vec::with_capacity(w * h);
        for y in 0..height {
            match quarters % 4 {
                0 => pixels.extend_from_slice(self.row(y)),
                1 => pixels.extend((0..width).map(|x| self.pixels[(h - 1 - x) * w + y])),
                2 => pixels.extend(self.row(h - 1 - y).iter().rev()),
                _ => pixels.extend((0..width).map(|x| self.pixels[x * w + (w - 1 - y)])),
            }
        }
        Self { width, height, pixels }
    }

    /// Turned about its middle so that lines that fall by `degrees` to the right become level; the corners that come in
    /// are white.
    pub(crate) fn straightened(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (middle_x, middle_y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            let dy = y as f32 + 0.5 - middle_y;
            for x in 0..self.width {
                let dx = x as f32 + 0.5 - middle_x;
                let from_x = middle_x + dx * cos - dy * sin - 0.5;
                let from_y = middle_y + dx * sin + dy * cos - 0.5;
                pixels.push(self.between(from_x, from_y));
            }
        }
        Self { pixels, ..*self }
    }

    /// Each row sheared so that lines become level which fall by `upper` degrees in the middle of the upper half, by
    /// `lower` in that of the lower, and by what lies between in between.
    pub(crate) fn fanned(&self, upper: f32, lower: f32) -> Self {
        let (middle, quarter) = (self.width as f32 / 2.0, self.height as f32 / 4.0);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            let share = (y as f32 - quarter) / (2.0 * quarter).max(1.0);
            let slope = (upper + (lower - upper) * share).to_radians().tan();
            let row = (0..self.width).map(|x| {
                let from = y as f32 + (x as f32 + 0.5 - middle) * slope;
                self.between_rows(x, from)
            });
            pixels.extend(row);
        }
        Self { pixels, ..*self }
    }

    /// The value between two pixels of a column; white outside.
    fn between_rows(&self, x: usize, y: f32) -> u8 {
        if y < 0.0 || y as usize + 1 >= self.height {
            return 255;
        }
        let (above, share) = (y as usize * self.width + x, y.fract());
        let (upper, lower) = (f32::from(self.pixels[above]), f32::from(self.pixels[above + self.width]));
        (upper + (lower - upper) * share + 0.5) as u8
    }

    /// The value between four pixels; white outside.
    fn between(&self, x: f32, y: f32) -> u8 {
        let (left, top) = (x.floor(), y.floor());
        if left < 0.0 || top < 0.0 || left as usize + 1 >= self.width || top as usize + 1 >= self.height {
            return 255;
        }
        let (right_share, lower_share) = (x - left, y - top);
        let at = top as usize * self.width + left as usize;
        let value = |at: usize| f32::from(self.pixels[at]);
        let upper = value(at) + (value(at + 1) - value(at)) * right_share;
        let below = at + self.width;
        let lower = value(below) + (value(below + 1) - value(below)) * right_share;
        (upper + (lower - upper) * lower_share + 0.5) as u8
    }

    /// Each square of `factor` pixels a side as one, which has their mean.
    pub(crate) fn smaller(&self, factor: usize) -> Self {
        let factor = factor.clamp(1, self.width.min(self.height));
        if factor == 1 {
            return self.clone();
        }
        let (width, height) = (self.width / factor, self.height / factor);
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; width];
        for y in 0..height {
            sums.fill(0);
            for row in y * factor..(y + 1) * factor {
                for (sum, part) in sums.iter_mut().zip(self.row(row).chunks_exact(factor)) {
                    *sum += part.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            pixels.extend(sums.iter().map(|sum| (sum / (factor * factor) as u32) as u8));
        }
        Self { width, height, pixels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Grey {
        Grey::new(3, 2, vec![1, 2, 3, 4, 5, 6]).expect("six pixels")
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        assert_eq!(Grey::from_pgm(&picture().pgm()), Some(picture()));
        for wrong in
            [&b"P6\n1 1\n255\nabc"[..], b"P5\n2 2\n255\nabc", b"P5\n9999999 9999999\n255\n", b"P5", b""]
        {
            assert_eq!(Grey::from_pgm(wrong), None);
        }
    }

    #[test]
    fn four_quarters_are_none() {
        let turned = picture().turned(1);
        assert_eq!((turned.width, turned.height, &turned.pixels[..]), (2, 3, &[4, 1, 5, 2, 6, 3][..]));
        assert_eq!(turned.turned(3), picture());
        assert_eq!(picture().turned(2).pixels, [6, 5, 4, 3, 2, 1]);
        assert_eq!(picture().turned(2).turned(2), picture());
    }

    #[test]
    fn straightening_by_nothing_changes_nothing_inside() {
        let picture = Grey::new(8, 8, (0..64).collect()).expect("64 pixels");
        let same = picture.straightened(0.0);
        assert!((0..7).all(|y| same.row(y)[..7] == picture.row(y)[..7]));
    }

    #[test]
    fn smaller_takes_means() {
        let picture = Grey::new(4, 2, vec![0, 10, 100, 200, 10, 20, 100, 200]).expect("eight pixels");
        assert_eq!(picture.smaller(2), Grey { width: 2, height: 1, pixels: vec![10, 150] });
    }
}
