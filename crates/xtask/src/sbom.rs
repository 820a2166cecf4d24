//! The bill of materials of a build, as CycloneDX 1.6 has it: every crate that went into the server and the apps, as Cargo.lock
//! names it, for this machine's platform and the browser's. Tools and tests aren't in it: they travel nowhere.

use crate::fault::Fault;
use crate::step::{cargo, program, told};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The packages that are delivered.
const DELIVERED: [&str; 2] = ["server", "cong-dan-so"];

/// Writes the bill to a file.
pub fn write(file: &Path) -> Result<(), Fault> {
    let here = told(program("rustc").args(["--print", "host-tuple"]));
    let here = here.ok_or_else(|| Fault::Failed("rustc --print host-tuple".into()))?;
    let mut asking = cargo();
    asking.args(["metadata", "--format-version", "1", "--locked", "--all-features"]);
    for platform in [here.trim(), "wasm32-unknown-unknown"] {
        asking.args(["--filter-platform", platform]);
    }
    let metadata = told(&mut asking).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let metadata = metadata.ok_or_else(|| Fault::Failed("cargo metadata".into()))?;
    fs::write(file, format!("{:#}\n", bill(&metadata))).map_err(Fault::file("write", file))
}

/// The bill from what `cargo metadata` says.
fn bill(metadata: &Value) -> Value {
    let nodes = list(&metadata["resolve"]["nodes"]);
    let packages = list(&metadata["packages"]);
    let roots = packages.iter().filter(|package| DELIVERED.contains(&text(&package["name"])));
    let mut waiting: Vec<&str> = roots.map(|package| text(&package["id"])).collect();
    let mut met: BTreeSet<&str> = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if met.insert(id) {
            let node = nodes.iter().find(|node| node["id"] == *id);
            waiting.extend(node.into_iter().flat_map(travelling));
        }
    }
    let packages = || packages.iter().filter(|package| met.contains(text(&package["id"])));
    let components: Vec<Value> = packages().map(component).collect();
    let dependencies: Vec<Value> = packages()
        .filter_map(|package| nodes.iter().find(|node| node["id"] == package["id"]))
        .map(|node| json!({ "ref": node["id"], "dependsOn": travelling(node) }))
        .collect();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": components,
        "dependencies": dependencies,
    })
}

/// What a package needs that becomes part of it: not what only its tests or its building need.
fn travelling(node: &Value) -> Vec<&str> {
    let needs = |dep: &&Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    list(&node["deps"]).iter().filter(needs).map(|dep| text(&dep["pkg"])).collect()
}

fn component(package: &Value) -> Value {
    let (name, version) = (text(&package["name"]), text(&package["version"]));
    let mut component = json!({
        "type": "library",
        "bom-ref": package["id"],
        "name": name,
        "version": version,
        "purl": format!("pkg:cargo/{name}@{version}"),
    });
    if let Some(license) = package["license"].as_str() {
        // Written with a slash before SPDX had words for it.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    component
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_travels_is_on_the_bill_and_what_only_tests_or_builds_need_is_not() {
        let dep = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" });
        let packages = ["server", "axum", "bytes", "proptest", "cc", "xtask"].map(package);
        let bill = bill(&json!({
            "packages": packages,
            "resolve": { "nodes": [
                { "id": "server", "deps": [dep("axum", Value::Null), dep("proptest", json!("dev")), dep("cc", json!("build"))] },
                { "id": "axum", "deps": [dep("bytes", Value::Null)] },
                { "id": "bytes", "deps": [] },
            ] },
        }));
        let names: Vec<&str> = list(&bill["components"]).iter().map(|one| text(&one["name"])).collect();
        assert_eq!(names, ["server", "axum", "bytes"]);
        assert_eq!(bill["components"][1]["purl"], "pkg:cargo/axum@1.0.0");
        assert_eq!(bill["components"][1]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["dependencies"][0], json!({ "ref": "server", "dependsOn": ["axum"] }));
    }
}
