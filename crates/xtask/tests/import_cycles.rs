//! Checks that modules of a crate import each other in one direction only.
//!
//! A module is a file; an inline `mod` belongs to its file, and `#[cfg(test)]` code to none. A file depends on the file
//! that *defines* what one of its paths names. The check follows re-exports to the definition, so they add no
//! dependency on the file that contains them.
//!
//! So a parent may declare and re-export its children freely, and a child may use its siblings through it. But if a
//! parent uses an item of its child, and the child uses an item defined in the parent's own file, that is a cycle.
//! Method calls name no path and are ignored: several files may have an `impl` of one type.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

#[test]
fn no_module_imports_itself_through_others() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut edges = Edges::new();
    let crates = fs::read_dir(workspace.join("crates")).unwrap().map(|entry| entry.unwrap().path());
    for folder in crates.chain(["src-tauri", "tests"].map(|name| workspace.join(name))) {
        for root in ["src/lib.rs", "src/main.rs"].map(|name| folder.join(name)) {
            if root.is_file() {
                edges.append(&mut Modules::read(&workspace, &root).edges());
            }
        }
    }
    assert!(edges.len() > 300, "only {} dependencies were found", edges.len());
    let cycles: Vec<String> = edges
        .iter()
        .filter(|((from, to), _)| reaches(&edges, to, from))
        .map(|((from, to), names)| format!("{from} -> {to} {names:?}"))
        .collect();
    assert!(cycles.is_empty(), "these dependencies are parts of cycles:\n{}", cycles.join("\n"));
}

#[test]
fn a_cycle_is_seen_through_re_exports_and_not_in_tests() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("b")).unwrap();
    let root = folder.join("lib.rs");
    fs::write(&root, "mod a;\nmod b;\npub use b::Two as Other;\npub use a::One;").unwrap();
    fs::write(folder.join("a.rs"), "use crate::{Other as It}; // \"\npub struct One<'a>(It, char, '\"');")
        .unwrap();
    fs::write(folder.join("b/mod.rs"), "mod c;\npub use c::Two;").unwrap();
    let c = |text: &str| fs::write(folder.join("b/c.rs"), text).unwrap();
    let edges = || Modules::read(folder, &root).edges().into_keys().collect::<Vec<_>>();
    let edge = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    c("pub struct Two;\n#[cfg(test)]\nmod tests { use crate::One; }\n// crate::a::One\n");
    assert_eq!(edges(), [edge("a.rs", "b/c.rs")]);
    c("use super::super::a;\npub struct Two(a::One);");
    assert_eq!(edges(), [edge("a.rs", "b/c.rs"), edge("b/c.rs", "a.rs")]);
}

/// The dependencies between two files, with the names used.
type Edges = BTreeMap<(String, String), BTreeSet<String>>;

fn reaches(edges: &Edges, from: &str, to: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            next.extend(edges.keys().filter(|(one, _)| one == at).map(|(_, other)| other.as_str()));
        }
    }
    false
}

/// A module's path from the crate's root.
type Place = Vec<String>;

/// A path as written in the source.
type Names = Vec<String>;

#[derive(Default)]
struct Module {
    file: String,
    /// The imports and re-exports, by their local name.
    imports: BTreeMap<String, Names>,
    /// The paths in the module's code, including those of its private imports.
    paths: Vec<Names>,
}

#[derive(Default)]
struct Modules(BTreeMap<Place, Module>);

impl Modules {
    /// Reads a crate, starting from its root file.
    fn read(base: &Path, root: &Path) -> Self {
        let mut modules = Self::default();
        modules.read_file(base, root, root.parent().unwrap(), Place::new());
        modules
    }

    /// Reads one file. `folder` is where its child modules are.
    fn read_file(&mut self, base: &Path, path: &Path, folder: &Path, place: Place) {
        let file = path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/");
        let tokens = tokens(&fs::read_to_string(path).unwrap());
        let mut children = Vec::new();
        self.read_module(&file, &tokens, place, &mut children);
        for (child, given) in children {
            let name = child.last().unwrap();
            let here: PathBuf = folder.join(name);
            let files = [given.clone(), format!("{name}.rs"), format!("{name}/mod.rs")];
            let path = files.iter().map(|file| folder.join(file)).find(|path| path.is_file());
            let path = path.unwrap_or_else(|| panic!("{file}: no file for {name}"));
            self.read_file(base, &path, &here, child);
        }
    }

    fn read_module(
        &mut self,
        file: &str,
        tokens: &[String],
        place: Place,
        children: &mut Vec<(Place, String)>,
    ) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        let mut at = 0;
        let mut public = false;
        // Where each system has its own file, the first one stands for all of them.
        let mut given = String::new();
        while at < tokens.len() {
            let is = |ahead: usize, text: &str| tokens.get(at + ahead).is_some_and(|token| token == text);
            if is(0, "#") && is(1, "[") {
                let end = closing(tokens, at + 1);
                if tokens[at..end].concat().starts_with("#[cfg(test)") {
                    at = item_end(tokens, end);
                } else {
                    let path = tokens[at..end].iter().position(|token| token == "path");
                    if let Some(path) = path.filter(|_| given.is_empty()) {
                        tokens[at + path + 2].trim_start_matches('"').clone_into(&mut given);
                    }
                    at = end;
                    continue;
                }
            } else if is(0, "pub") {
                at = if is(1, "(") { closing(tokens, at + 1) } else { at + 1 };
                public = true;
                continue;
            } else if is(0, "mod") && is(2, ";") {
                let child = [&place[..], &[tokens[at + 1].clone()]].concat();
                children.push((child, std::mem::take(&mut given)));
                at += 3;
            } else if is(0, "mod") && is(2, "{") {
                let end = closing(tokens, at + 2);
                let inner = [&place[..], &[tokens[at + 1].clone()]].concat();
                self.read_module(file, &tokens[at + 3..end - 1], inner, children);
                at = end;
            } else if is(0, "use") && !is(1, "<") {
                let end = at + tokens[at..].iter().position(|token| token == ";").unwrap();
                for (alias, path) in use_tree(&tokens[at + 1..end], &[]) {
                    if !public {
                        module.paths.push(path.clone());
                    }
                    module.imports.insert(alias, path);
                }
                at = end + 1;
            } else if is_name(&tokens[at]) {
                let mut path = vec![tokens[at].clone()];
                at += 1;
                while at + 1 < tokens.len() && tokens[at] == "::" && is_name(&tokens[at + 1]) {
                    path.push(tokens[at + 1].clone());
                    at += 2;
                }
                if path.len() > 1 {
                    module.paths.push(path);
                }
            } else {
                at += 1;
            }
            public = false;
            given.clear();
        }
        self.0.insert(place, module);
    }

    fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (place, module) in &self.0 {
            for path in &module.paths {
                let Some((to, Some(name))) = self.follow(place, path, 0) else { continue };
                let to = &self.0[&to].file;
                if *to != module.file {
                    edges.entry((module.file.clone(), to.clone())).or_default().insert(name);
                }
            }
        }
        edges
    }

    /// Returns the module that a path leads to, and the item in it unless the path names the module itself. Returns
    /// `None` for items of other crates.
    fn follow(&self, from: &[String], path: &[String], depth: usize) -> Option<(Place, Option<String>)> {
        let mut at = from.to_vec();
        for (index, name) in path.iter().enumerate() {
            let child = [&at[..], std::slice::from_ref(name)].concat();
            match name.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => drop(at.pop()),
                _ if self.0.contains_key(&child) => at = child,
                name => {
                    // An import that resolves to itself, such as `use url::Url` beside a module `url`, leads to another
                    // crate.
                    let import = self.0[&at].imports.get(name).filter(|_| depth < 16);
                    let Some(import) = import.filter(|import| import[..] != path[index..]) else {
                        // A first name that is neither imported nor a module is of another crate, or an item of this
                        // module.
                        return (index > 0).then(|| (at, Some(name.to_owned())));
                    };
                    let (to, item) = self.follow(&at, import, depth + 1)?;
                    if item.is_some() {
                        return Some((to, item));
                    }
                    at = to;
                }
            }
        }
        Some((at, None))
    }
}

/// Returns the names that a `use` introduces, and the path of each.
fn use_tree(tokens: &[String], before: &[String]) -> Vec<(String, Names)> {
    let mut path = before.to_vec();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].as_str() {
            "{" => {
                let (mut found, mut from, mut depth) = (Vec::new(), at + 1, 0);
                for (index, token) in tokens.iter().enumerate().skip(at) {
                    match token.as_str() {
                        "{" => depth += 1,
                        "}" => depth -= 1,
                        _ => {}
                    }
                    if (depth == 1 && token == ",") || depth == 0 {
                        found.extend(use_tree(&tokens[from..index], &path));
                        from = index + 1;
                    }
                }
                return found;
            }
            "as" => return vec![(tokens[at + 1].clone(), path)],
            "self" if !path.is_empty() => {}
            // Names imported by a glob are ignored here.
            "*" => return Vec::new(),
            name if is_name(name) => path.push(name.to_owned()),
            _ => {}
        }
        at += 1;
    }
    path.last()
        .cloned()
        .filter(|_| path.len() > before.len() || tokens == ["self"])
        .map(|name| (name, path))
        .into_iter()
        .collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Returns the index after the bracket that closes the one at `open`.
fn closing(tokens: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// Returns the index after the item that begins at `from`.
fn item_end(tokens: &[String], from: usize) -> usize {
    let mut at = from;
    while at < tokens.len() {
        match tokens[at].as_str() {
            ";" | "," => return at + 1,
            "{" => return closing(tokens, at),
            "(" | "[" => at = closing(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// Splits source text into names, `::`, string literals, and single characters. Drops comments.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or_default());
        let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
        if c == '/' && next == '/' {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if c == '/' && next == '*' {
            at += 2;
            while at < chars.len() && (chars[at - 1], chars[at]) != ('*', '/') {
                at += 1;
            }
            at += 1;
        } else if c == 'r' && matches!(next, '"' | '#') && chars[at + hashes + 1] == '"' {
            at += hashes + 2;
            while at < chars.len()
                && !(chars[at] == '"' && chars[at + 1..].iter().take(hashes).all(|c| *c == '#'))
            {
                at += 1;
            }
            at += hashes + 1;
        } else if c == '"' {
            let begin = at;
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            tokens.push(chars[begin..at.min(chars.len())].iter().collect());
            at += 1;
        } else if c == '\'' {
            // A quote is a character literal if a quote closes it, and a lifetime otherwise.
            at += if next == '\\' {
                3 + chars[at + 3..].iter().take_while(|c| **c != '\'').count() + 1
            } else if chars.get(at + 2) == Some(&'\'') {
                3
            } else {
                1 + chars[at + 1..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count()
            };
        } else if c.is_alphanumeric() || c == '_' {
            let length = chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
            tokens.push(chars[at..at + length].iter().collect());
            at += length;
        } else if c == ':' && next == ':' {
            tokens.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            at += 1;
        }
    }
    tokens
}
