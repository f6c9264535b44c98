//! Circles of modules: siblings that import each other, directly or by way of others.
//!
//! What a module takes from the modules around it is no circle: those are the names that they share.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, Token};

/// The names of a module, from the top.
type Path = Vec<String>;

/// Siblings, and for each of them those that it imports.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// Returns the circles, each with the module around it and its members in the order of their names.
pub fn circles(sources: &[Source]) -> Vec<(String, Vec<String>)> {
    let known: BTreeSet<Path> = sources.iter().map(|source| module(&source.path)).collect();
    let mut graphs: BTreeMap<Path, Graph> = BTreeMap::new();
    for source in sources {
        let from = module(&source.path);
        for mut to in imported(&from, &source.tokens) {
            while !to.is_empty() && !known.contains(&to) {
                to.pop();
            }
            let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
            if let (Some(one), Some(other)) = (from.get(common), to.get(common)) {
                let graph = graphs.entry(from[..common].to_vec()).or_default();
                graph.entry(one.clone()).or_default().insert(other.clone());
            }
        }
    }
    let of_graph = |(around, graph): (Path, Graph)| {
        members(&graph).into_iter().map(move |circle| (around.join("::"), circle)).collect::<Vec<_>>()
    };
    graphs.into_iter().flat_map(of_graph).collect()
}

/// The module of a file: `src/lab/mod.rs` is `lab`.
fn module(path: &str) -> Path {
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let parts = inside.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    parts.map(str::to_owned).collect()
}

/// Returns the paths that begin with `crate::` or `super::`, as paths from the top.
fn imported(from: &[String], tokens: &[Token]) -> Vec<Path> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let begins = text(at + 1) == "::" && (at == 0 || text(at - 1) != "::");
        let climbs = (0..tokens.len()).take_while(|step| text(at + 2 * step) == "super").count();
        match text(at) {
            "crate" if begins => found.extend(paths(tokens, at + 2, Path::new()).0),
            "super" if begins && climbs <= from.len() => {
                found.extend(paths(tokens, at + 2 * climbs, from[..from.len() - climbs].to_vec()).0);
            }
            _ => {}
        }
    }
    found
}

/// Returns the paths that are written at `at`, each one of a group, and where they end.
fn paths(tokens: &[Token], mut at: usize, mut before: Path) -> (Vec<Path>, usize) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    loop {
        if text(at) == "{" {
            let mut all = Vec::new();
            at += 1;
            while !matches!(text(at), "}" | "") {
                let (some, end) = paths(tokens, at, before.clone());
                all.extend(some);
                at = end.max(at + 1);
                while !matches!(text(at), "," | "}" | "") {
                    at += 1;
                }
                at += usize::from(text(at) == ",");
            }
            return (all, at + 1);
        }
        before.push(text(at).to_owned());
        at += 1;
        if text(at) != "::" {
            return (vec![before], at);
        }
        at += 1;
    }
}

/// Returns the largest circles of a graph: modules each of which leads to all others.
fn members(graph: &Graph) -> Vec<Vec<String>> {
    let reached = |from: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(next) = open.pop() {
            open.extend(graph.get(next).into_iter().flatten().filter(|other| seen.insert((*other).clone())));
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<String>> = graph.keys().map(|name| (name, reached(name))).collect();
    let circle = |name: &String| -> Vec<String> {
        let back = |other: &&String| reach.get(other).is_some_and(|reached| reached.contains(name));
        reach[name].iter().filter(back).cloned().collect()
    };
    let all: BTreeSet<Vec<String>> =
        graph.keys().filter(|name| reach[*name].contains(*name)).map(circle).collect();
    all.into_iter().filter(|circle| circle.len() > 1).collect()
}
