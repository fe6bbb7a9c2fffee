//! Rows of sparse numbers: TF-IDF vectors and their inverted index.

/// Sparse rows in one allocation (compressed sparse rows). Columns of a row are sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    /// Number of columns.
    pub(crate) width: usize,
}

impl Rows {
    pub(crate) fn new(rows: &[Vec<(u32, f32)>], width: usize) -> Self {
        let mut starts = Vec::with_capacity(rows.len() + 1);
        starts.push(0);
        let total = rows.iter().map(Vec::len).sum();
        let (mut columns, mut values) = (Vec::with_capacity(total), Vec::with_capacity(total));
        for row in rows {
            columns.extend(row.iter().map(|&(column, _)| column));
            values.extend(row.iter().map(|&(_, value)| value));
            starts.push(columns.len());
        }
        Self { starts, columns, values, width }
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn row_len(&self, row: usize) -> usize {
        self.starts[row + 1] - self.starts[row]
    }

    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        self.columns[range.clone()].iter().copied().zip(self.values[range].iter().copied())
    }

    /// How many rows have each column.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        let mut lengths = vec![0; self.width];
        self.columns.iter().for_each(|&column| lengths[column as usize] += 1);
        lengths
    }

    /// Columns become rows: the inverted index.
    pub(crate) fn transposed(&self) -> Self {
        self.transposed_of(|_| true)
    }

    /// The same of some of the rows, which keep their numbers.
    pub(crate) fn transposed_of(&self, is_wanted: impl Fn(u32) -> bool) -> Self {
        let wanted = || (0..self.len()).filter(|&row| is_wanted(row as u32));
        let mut starts = vec![0; self.width + 1];
        for (column, _) in wanted().flat_map(|row| self.row(row)) {
            starts[column as usize + 1] += 1;
        }
        for i in 0..self.width {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let total = starts[self.width];
        let (mut columns, mut values) = (vec![0; total], vec![0.0; total]);
        for row in wanted() {
            for (column, value) in self.row(row) {
                let at = next[column as usize];
                (columns[at], values[at]) = (row as u32, value);
                next[column as usize] += 1;
            }
        }
        Self { starts, columns, values, width: self.len() }
    }

    /// Dot product of two rows.
    pub(crate) fn dot(&self, a: usize, b: usize) -> f32 {
        let (mut left, mut right) = (self.row(a).peekable(), self.row(b).peekable());
        let mut sum = 0.0;
        while let (Some(&(i, x)), Some(&(j, y))) = (left.peek(), right.peek()) {
            if i == j {
                sum += x * y;
            }
            if i <= j {
                left.next();
            }
            if j <= i {
                right.next();
            }
        }
        sum
    }
}

/// One row spread over all columns, so that dot products with it are look-ups.
pub(crate) struct Spread {
    values: Vec<f32>,
    set: Vec<u32>,
}

impl Spread {
    pub(crate) fn new(width: usize) -> Self {
        Self { values: vec![0.0; width], set: Vec::new() }
    }

    /// Forgets what it held.
    pub(crate) fn clear(&mut self) {
        self.set.drain(..).for_each(|column| self.values[column as usize] = 0.0);
    }

    /// Adds a row to what it holds.
    pub(crate) fn add(&mut self, row: impl Iterator<Item = (u32, f32)>) {
        for (column, value) in row {
            let sum = &mut self.values[column as usize];
            if *sum == 0.0 {
                self.set.push(column);
            }
            *sum += value;
        }
    }

    /// Dot product with a row.
    pub(crate) fn dot(&self, row: impl Iterator<Item = (u32, f32)>) -> f32 {
        row.map(|(column, value)| value * self.values[column as usize]).sum()
    }
}

/// Scales a row to length 1; an empty row stays.
pub(crate) fn normalise(row: &mut [(u32, f32)]) {
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        row.iter_mut().for_each(|(_, value)| *value /= length);
    }
}

/// Sublinear TF-IDF with cosine lengths (Salton and Buckley 1988): `(1 + ln tf) · (ln((1 + n) / (1 + df)) + 1)^power`.
pub(crate) struct Weights {
    idf: Vec<f32>,
    rarest: f32,
}

impl Weights {
    /// Weights from term counts. A `power` below 1 lets rare words decide less between short clauses. A term of
    /// fewer than two agreements links nothing across and only makes vectors longer: it weighs 0, unless `all` count.
    pub(crate) fn of(
        counts: &[Vec<(u32, f32)>],
        agreement: &[u32],
        width: usize,
        power: f32,
        all: bool,
    ) -> Self {
        let mut frequency = vec![0u32; width];
        let mut first = vec![u32::MAX; width];
        let mut shared = vec![false; width];
        for (row, &agreement) in counts.iter().zip(agreement) {
            for &(term, _) in row {
                let term = term as usize;
                frequency[term] += 1;
                shared[term] |= first[term] != u32::MAX && first[term] != agreement;
                first[term] = agreement;
            }
        }
        let total = 1.0 + counts.len() as f32;
        let weigh = |(df, shared): (&u32, &bool)| {
            if *shared || all { ((total / (1.0 + *df as f32)).ln() + 1.0).powf(power) } else { 0.0 }
        };
        Self {
            idf: frequency.iter().zip(&shared).map(weigh).collect(),
            rarest: (total.ln() + 1.0).powf(power),
        }
    }

    /// How rare a term is.
    pub(crate) fn idf(&self, term: u32) -> f32 {
        self.idf[term as usize]
    }

    /// How rare a term is that no clause holds.
    pub(crate) fn rarest(&self) -> f32 {
        self.rarest
    }

    /// The weighted row of length 1.
    pub(crate) fn row(&self, counts: &[(u32, f32)]) -> Vec<(u32, f32)> {
        let mut row: Vec<(u32, f32)> = counts
            .iter()
            .map(|&(term, count)| (term, (1.0 + count.max(1.0).ln()) * self.idf[term as usize]))
            .filter(|&(_, value)| value > 0.0)
            .collect();
        normalise(&mut row);
        row
    }
}

/// Adds `weight · other` to a row; both sorted by column.
pub(crate) fn add(row: &[(u32, f32)], other: &[(u32, f32)], weight: f32) -> Vec<(u32, f32)> {
    let mut sum: Vec<(u32, f32)> = row.to_vec();
    sum.extend(other.iter().map(|&(column, value)| (column, value * weight)));
    sum.sort_by_key(|&(column, _)| column);
    sum.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    sum
}
