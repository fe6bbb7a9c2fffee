//! Figures for papers and slides: the same drawing as SVG and as PNG, readable in grey.

mod canvas;
mod draw;
mod font;
mod letters;
mod pixels;
mod vector;

use crate::Material;
use crate::error::Result;
use crate::made::Made;
use canvas::Canvas;
use crosscut::text::lexicon::invisible::stripped;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What figures leave out.
pub(crate) const WITHOUT: &str = "clauses and quotes, candidates, elements beyond the first 400; PNG: letters that \
    neither the built-in font nor one of this computer has are drawn as boxes (the SVG holds them)";

/// Names of the figures.
const NAMES: [&str; 4] = ["heat-map", "spread", "timeline", "network"];

/// Every figure as SVG and PNG.
pub(crate) fn files(material: &Material) -> Result<Vec<Made>> {
    let drawn: Vec<Result<[Made; 2]>> = NAMES
        .par_iter()
        .map(|name| {
            let canvas = canvas(material, name).unwrap_or_else(|| draw::nothing(name));
            let svg = Made::new(format!("{name}.svg"), vector::svg(&canvas, &about(material)));
            Ok([svg, Made::new(format!("{name}.png"), pixels::png(&canvas, &about(material))?)])
        })
        .collect();
    let drawn: Vec<[Made; 2]> = drawn.into_iter().collect::<Result<_>>()?;
    Ok(drawn.into_iter().flatten().collect())
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

/// What pictures show as boxes, where they do: letters of names that no font on this computer has.
pub(crate) fn boxed(material: &Material) -> Option<String> {
    let matrix = material.matrix();
    let names =
        matrix.elements().map(|row| &row.name).chain(matrix.columns.iter().map(|column| &column.short));
    let missing: BTreeSet<char> = names.flat_map(|name| letters::missing(&stripped(name))).collect();
    let some: String = missing.iter().take(12).collect();
    let more = if missing.len() > 12 { " …" } else { "" };
    (!missing.is_empty()).then(|| {
        format!("no font on this computer has {some}{more}: boxes in the PNG figures; install a font of that script (Noto)")
    })
}

fn about(material: &Material) -> String {
    let lines = material.about(WITHOUT).into_iter().map(|(name, value)| format!("{name}: {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
