/* The map of what was found: single places where they are few, else a sign a country that opens. */

const NAMED = 25; // places that have their names from the start; others when they are come to
const MOST = 12; // files of places that are read without being asked for, some 100 kB

let loading = null;
const element = (name, given) => Object.assign(document.createElement(name), given);
const libraries = (folder) => {
  loading ??= (async () => {
    for (const name of ["leaflet.css", "MarkerCluster.css", "map.css"]) {
      document.head.append(element("link", { rel: "stylesheet", href: folder + name }));
    }
    for (const name of ["leaflet.js", "leaflet.markercluster.js", "maps.js"]) {
      await new Promise((done, failed) => {
        document.head.append(element("script", { src: folder + name, onload: done, onerror: failed }));
      });
    }
  })();
  loading.catch(() => (loading = null));
  return loading;
};

let map = null;
let drawn = 0;

export const draw = async (box, { index, kind, row, name, where, told, said, counted, country }) => {
  const mine = (drawn += 1);
  const note = box.querySelector("[role=status]");
  await libraries(told.maps);
  const { read, prepare, drawBorders, groupOf, leadFocus, pressed, sign, pin } = window.mapParts;
  if (!map) {
    const sheet = box.querySelector(".folium-map");
    map = L.map(sheet, { maxZoom: 12, minZoom: 1, zoomSnap: 0.25, zoomControl: false, worldCopyJump: true });
    map.fitBounds([[-50, -120], [65, 150]], { animate: false });
    prepare(map, said);
    const finer = `${told.maps}world-finer.geojson`;
    read(`${told.maps}world.geojson`).then((land) => drawBorders(map, land, { texts: said, finer })).catch(console.error);
  }
  map.invalidateSize({ animate: false }); // it may have been hidden while the window changed
  const group = groupOf(map, (count) => sign(count, counted(said.counts[kind.name], count)));
  const countries = L.layerGroup();
  map.old?.forEach((layer) => layer.remove());
  map.old = [group, countries];

  const popup = (marker, entry) => async () => {
    const found = await row(entry);
    const content = element("div", { className: "map-popup" });
    const place = element("p");
    place.append(...where(found));
    const link = element("a", { href: told.home + found[0], textContent: said.open });
    content.append(element("strong", { textContent: name(found) }), place, link);
    marker.unbindPopup().bindPopup(content, { maxWidth: 260 }).openPopup();
  };
  const place = async (entries) => {
    const points = await index.points(entries);
    if (mine !== drawn) return [];
    const markers = [...points].map(([entry, point]) => {
      const marker = L.marker(point, { icon: pin() });
      leadFocus(map, marker, said);
      const called = async () => marker.getElement()?.setAttribute("aria-label", name(await row(entry)));
      marker.on("add", () => {
        const pin = marker.getElement();
        pin.setAttribute("aria-label", said.open);
        if (entries.length <= NAMED) called();
        else for (const come of ["focus", "mouseenter"]) pin.addEventListener(come, called, { once: true });
      });
      marker.on("click", popup(marker, entry));
      marker.on("keypress", ({ originalEvent }) => pressed(originalEvent) && popup(marker, entry)());
      return marker;
    });
    group.addLayers(markers);
    return [...points.values()];
  };
  const show = (points) => {
    if (points.length) map.fitBounds(L.latLngBounds(points), { animate: false, maxZoom: 6, padding: [24, 24] });
  };

  const { found } = kind;
  const files = new Set(found.map((entry) => Math.floor(entry / index.manifest.points)));
  group.addTo(map);
  countries.addTo(map);
  note.textContent = "";
  if (files.size <= MOST) {
    const points = await place(found);
    if (mine !== drawn) return;
    show(points);
    if (points.length < found.length) note.textContent = counted(said.unplaced, found.length - points.length);
  } else {
    const wanted = new Set(found);
    const centres = await index.file("centres");
    for (const [code, entries] of await index.entriesOf("country")) {
      const here = entries.filter((entry) => wanted.has(entry));
      if (!here.length || !centres[code] || mine !== drawn) continue;
      const label = `${country(code)}: ${counted(said.counts[kind.name], here.length)}`;
      const marker = L.marker(centres[code], { icon: sign(here.length, label), alt: label, title: country(code) });
      const openIt = async () => {
        const points = await place(here);
        if (!points.length) return;
        marker.remove();
        show(points);
        map.getContainer().focus({ preventScroll: true });
      };
      marker.on("click", openIt);
      marker.on("keypress", ({ originalEvent }) => pressed(originalEvent) && openIt());
      marker.addTo(countries);
    }
    note.textContent = said.aggregated;
  }
  box.dataset.done = String(mine);
};
