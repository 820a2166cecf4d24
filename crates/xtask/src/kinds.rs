//! What each kind of item costs a phone: the code of its files, by the names that a module still has before it is finished.

use std::collections::BTreeMap;

/// The kinds, and the files that several of them share.
const FILES: [&str; 13] = [
    "choice", "ordering", "matching", "text", "grouping", "gaps", "hotspot", "inspect", "dialogue", "practice",
    "joining", "passage", "prose",
];

/// A line for each: how many bytes of code its functions have, and its share of all code in thousandths.
///
/// Functions that the compiler has taken into others count where they went, so this is the least that a kind costs.
pub fn told(module: &[u8]) -> String {
    let functions = functions(module);
    let all: usize = functions.iter().map(|(_, size)| size).sum();
    let line = |file: &&str| {
        let (shown, ruled) = (format!("items::{file}::"), format!("item::{file}::"));
        let own = functions.iter().filter(|(name, _)| name.contains(&shown) || name.contains(&ruled));
        let size: usize = own.map(|(_, size)| size).sum();
        format!("{file} {size} {}\n", size * 1000 / all.max(1))
    };
    FILES.iter().map(line).collect()
}

/// The name and size of every function that the module has itself.
fn functions(module: &[u8]) -> Vec<(String, usize)> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    let mut rest = Bytes(module.get(8..).unwrap_or_default());
    while let Some(kind) = rest.byte() {
        let Some(mut section) = rest.sized() else { break };
        match kind {
            2 => imported = imports(&mut section).unwrap_or(0),
            10 => {
                let count = section.number().unwrap_or(0);
                sizes = (0..count).map_while(|_| section.sized()).map(|body| body.0.len()).collect();
            }
            0 if section.sized().is_some_and(|name| name.0 == b"name") => names = function_names(&mut section),
            _ => {}
        }
    }
    let named = |(place, size)| (names.get(&(imported + place)).cloned().unwrap_or_default(), size);
    sizes.into_iter().enumerate().map(named).collect()
}

/// How many functions are imported.
fn imports(section: &mut Bytes) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.sized()?;
        section.sized()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            3 => {
                section.byte()?;
                section.byte()?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn function_names(section: &mut Bytes) -> BTreeMap<usize, String> {
    let mut names = BTreeMap::new();
    while let Some(kind) = section.byte() {
        let Some(mut inside) = section.sized() else { break };
        if kind == 1 {
            for _ in 0..inside.number().unwrap_or(0) {
                let (Some(place), Some(name)) = (inside.number(), inside.sized()) else { break };
                names.insert(place, String::from_utf8_lossy(name.0).into_owned());
            }
        }
    }
    names
}

/// What is left to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number, seven bits a byte, the lowest first.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// So many bytes as a number before them says.
    fn sized(&mut self) -> Option<Bytes<'a>> {
        let size = self.number()?;
        let (inside, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(Bytes(inside))
    }

    fn limits(&mut self) -> Option<()> {
        let flags = self.byte()?;
        self.number()?;
        if flags & 1 == 1 {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of one imported and two own functions, which are named.
    fn module() -> Vec<u8> {
        let section = |kind: u8, body: &[u8]| [&[kind, u8::try_from(body.len()).unwrap()][..], body].concat();
        let types = section(1, &[1, 0x60, 0, 0]);
        let imports = section(2, &[1, 1, b'a', 1, b'b', 0, 0]);
        let functions = section(3, &[2, 0, 0]);
        let code = section(10, &[2, 2, 0, 0x0b, 4, 0, 1, 1, 0x0b]);
        let name = |place: u8, name: &str| [&[place, u8::try_from(name.len()).unwrap()][..], name.as_bytes()].concat();
        let names = [vec![2], name(1, "web::items::choice::view"), name(2, "other")].concat();
        let custom = [&[4][..], b"name", &[1, u8::try_from(names.len()).unwrap()], &names].concat();
        [b"\0asm\x01\0\0\0".to_vec(), types, imports, functions, code, section(0, &custom)].concat()
    }

    #[test]
    fn a_kind_costs_what_its_functions_weigh() {
        assert_eq!(functions(&module()), [("web::items::choice::view".to_owned(), 2), ("other".to_owned(), 4)]);
        assert!(told(&module()).starts_with("choice 2 333\nordering 0 0\n"));
        assert!(functions(b"no module").is_empty());
    }
}
