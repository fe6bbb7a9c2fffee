//! Figures for papers and slides: the same drawing as SVG and as PNG, readable in grey.

mod canvas;
mod draw;
mod font;
mod pixels;
mod vector;

use crate::Material;
use crate::error::Result;
use crate::made::Made;
use canvas::Canvas;

/// What figures leave out.
pub(crate) const WITHOUT: &str = "clauses and quotes, candidates, elements beyond the first 400; PNG: letters outside of \
    the Latin, Greek and Cyrillic alphabets are drawn as boxes (the SVG holds them)";

/// Names of the figures.
const NAMES: [&str; 4] = ["heat-map", "spread", "timeline", "network"];

/// Every figure as SVG and PNG.
pub(crate) fn files(material: &Material) -> Result<Vec<Made>> {
    let mut files = Vec::new();
    for name in NAMES {
        let canvas = canvas(material, name).unwrap_or_else(|| draw::nothing(name));
        files.push(Made::new(format!("{name}.svg"), vector::svg(&canvas, &about(material))));
        files.push(Made::new(format!("{name}.png"), pixels::png(&canvas, &about(material))?));
    }
    Ok(files)
}

/// The figure of a name as SVG for a web page; none where there is nothing to draw.
pub(crate) fn svg(material: &Material, name: &str) -> Result<Option<String>> {
    Ok(canvas(material, name).map(|canvas| vector::svg(&canvas, &about(material))))
}

/// The figure of a name as PNG, with its size in points; none where there is nothing to draw.
pub(crate) fn png(material: &Material, name: &str) -> Result<Option<(Vec<u8>, f32, f32)>> {
    let Some(canvas) = canvas(material, name) else { return Ok(None) };
    Ok(Some((pixels::png(&canvas, &about(material))?, canvas.width, canvas.height)))
}

fn canvas(material: &Material, name: &str) -> Option<Canvas> {
    let matrix = material.matrix();
    match name {
        _ if matrix.elements().next().is_none() => None,
        "heat-map" => Some(draw::heat_map(matrix)),
        "spread" => Some(draw::spread(matrix)),
        "timeline" => Some(draw::timeline(matrix)),
        "network" => Some(draw::network(matrix)),
        _ => None,
    }
}

fn about(material: &Material) -> String {
    let lines = material.about(WITHOUT).into_iter().map(|(name, value)| format!("{name}: {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
