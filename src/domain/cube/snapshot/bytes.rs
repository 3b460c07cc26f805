//! Writing and reading bytes.

use super::{Read, SnapshotError};

/// Places that take one byte; the 64 bytes above begin those of two.
const SHORT: u32 = 192;

pub struct Writer(pub Vec<u8>);

impl Writer {
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub fn words(&mut self, words: &[u16]) {
        self.0.reserve(words.len() * 2);
        self.0.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }

    /// Words of which many are alike: each once, the most frequent first, then their places in that list, in one byte for the
    /// first [`SHORT`]. Scores take 1.2 bytes so, before anything packs them, and half of two after.
    pub fn repeated(&mut self, words: &[u16]) {
        let mut counts = vec![0_u32; 1 << 16];
        words.iter().for_each(|word| counts[usize::from(*word)] += 1);
        let mut known: Vec<u16> = (0..=u16::MAX).filter(|word| counts[usize::from(*word)] > 0).collect();
        known.sort_by_key(|word| core::cmp::Reverse(counts[usize::from(*word)]));
        self.number(known.len() as u64);
        self.words(&known);
        let mut places = counts;
        (0..).zip(&known).for_each(|(place, word)| places[usize::from(*word)] = place);
        self.0.reserve(words.len());
        for word in words {
            let place = places[usize::from(*word)];
            match place.checked_sub(SHORT) {
                None => self.0.push(place as u8),
                // Scores are fewer than what one more byte numbers.
                Some(place) => self.0.extend([(SHORT + (place >> 8)) as u8, (place & 0xff) as u8]),
            }
        }
    }

    /// `None` as 0, the number as one more.
    pub fn maybe(&mut self, number: Option<u64>) {
        self.number(number.map_or(0, |number| number + 1));
    }

    pub fn maybe_text(&mut self, text: Option<&str>) {
        self.0.push(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }
}

pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn byte(&mut self) -> Read<u8> {
        let (first, rest) = self.0.split_first().ok_or(SnapshotError::Corrupt)?;
        self.0 = rest;
        Ok(*first)
    }

    pub fn take(&mut self, length: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(SnapshotError::Corrupt)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn number(&mut self) -> Read<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(SnapshotError::Corrupt)
    }

    pub fn number_u32(&mut self) -> Read<u32> {
        u32::try_from(self.number()?).map_err(|_| SnapshotError::Corrupt)
    }

    /// How many items follow, of at least `least` bytes each: never more than the bytes left could hold.
    pub fn count(&mut self, least: usize) -> Read<usize> {
        let count = usize::try_from(self.number()?).map_err(|_| SnapshotError::Corrupt)?;
        if count <= self.0.len() / least { Ok(count) } else { Err(SnapshotError::Corrupt) }
    }

    pub fn text(&mut self) -> Read<String> {
        let length = self.count(1)?;
        let bytes = self.take(length)?;
        core::str::from_utf8(bytes).map(str::to_owned).map_err(|_| SnapshotError::Corrupt)
    }

    pub fn words(&mut self, count: usize) -> Read<Vec<u16>> {
        let bytes = self.take(count.checked_mul(2).ok_or(SnapshotError::Corrupt)?)?;
        Ok(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
    }

    /// What [`Writer::repeated`] wrote.
    pub fn repeated(&mut self, count: usize) -> Read<Vec<u16>> {
        let known = self.count(2)?;
        let known = self.words(known)?;
        if count > self.0.len() {
            return Err(SnapshotError::Corrupt);
        }
        let mut words = Vec::with_capacity(count);
        for _ in 0..count {
            let first = u32::from(self.byte()?);
            let place = match first.checked_sub(SHORT) {
                None => first,
                Some(high) => SHORT + (high << 8) + u32::from(self.byte()?),
            };
            words.push(*known.get(place as usize).ok_or(SnapshotError::Corrupt)?);
        }
        Ok(words)
    }

    pub fn maybe(&mut self) -> Read<Option<u64>> {
        Ok(self.number()?.checked_sub(1))
    }

    /// As [`Reader::maybe`], of a number below `end`.
    pub fn maybe_below(&mut self, end: usize) -> Read<Option<u16>> {
        match self.maybe()? {
            None => Ok(None),
            Some(number) if usize::try_from(number).is_ok_and(|number| number < end) => {
                u16::try_from(number).map(Some).map_err(|_| SnapshotError::Corrupt)
            }
            Some(_) => Err(SnapshotError::Corrupt),
        }
    }

    pub fn flag(&mut self) -> Read<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(SnapshotError::Corrupt),
        }
    }

    pub fn maybe_text(&mut self) -> Read<Option<String>> {
        if self.flag()? { self.text().map(Some) } else { Ok(None) }
    }

    pub fn float(&mut self) -> Read<f64> {
        let bytes = self.take(8)?.first_chunk::<8>().ok_or(SnapshotError::Corrupt)?;
        let float = f64::from_le_bytes(*bytes);
        if float.is_finite() { Ok(float) } else { Err(SnapshotError::Corrupt) }
    }
}

pub const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

pub const fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// CRC-32 (IEEE), eight bytes at a time.
pub fn crc32(bytes: &[u8]) -> u32 {
    static TABLES: [[u32; 256]; 8] = tables();
    let mut crc = !0_u32;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let low = crc ^ u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        let high = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
        let at = |table: usize, word: u32, shift: u32| TABLES[table][(word >> shift & 0xff) as usize];
        crc = at(7, low, 0)
            ^ at(6, low, 8)
            ^ at(5, low, 16)
            ^ at(4, low, 24)
            ^ at(3, high, 0)
            ^ at(2, high, 8)
            ^ at(1, high, 16)
            ^ at(0, high, 24);
    }
    for byte in chunks.remainder() {
        crc = crc >> 8 ^ TABLES[0][((crc ^ u32::from(*byte)) & 0xff) as usize];
    }
    !crc
}

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut i = 0;
    while i < 256 {
        let mut crc = i as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][i] = crc;
        i += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut i = 0;
        while i < 256 {
            let before: u32 = tables[table - 1][i];
            tables[table][i] = before >> 8 ^ tables[0][(before & 0xff) as usize];
            i += 1;
        }
        table += 1;
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc_has_the_known_check_value() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn signed_numbers_come_back() {
        for number in [0, 1, -1, 5_000_000_000, -5_000_000_000, i64::MAX, i64::MIN] {
            assert_eq!(unzigzag(zigzag(number)), number);
        }
    }
}
