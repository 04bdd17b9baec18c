// Fills a Leaflet map with borders and clustered factories that it fetches from files of this site. What
// other maps of the site need too stands in `window.mapParts`.
// Whatever comes from data is set as text, never as markup.
(function () {
  "use strict";

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function escaped(text) {
    return make("div", "", text).innerHTML;
  }

  async function read(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(response.status + " " + url);
    return response.json();
  }

  const IDENTIFIER = /^[0-9A-Z]+$/;
  const primary = (tag) => tag.split("-")[0].toLowerCase();

  // The name by which whoever reads the page's language calls the factory.
  function nameOf(properties) {
    const { name, native, language } = properties;
    return native && language && primary(language) === primary(document.documentElement.lang) ? native : name;
  }

  function placeOf(properties, texts) {
    const country = texts.countries[properties.country] ?? properties.country;
    const place = [properties.locality, country].filter(Boolean).join(texts.between);
    return properties.state ? place + " · " + (texts.states[properties.state] ?? properties.state) : place;
  }

  function popupOf(properties, settings) {
    const { texts, factories } = settings;
    const box = make("div", "map-popup");
    box.append(make("strong", "", nameOf(properties)), make("p", "", placeOf(properties, texts)));
    if (IDENTIFIER.test(properties.id)) {
      const link = make("a", "", texts.open);
      link.href = factories + properties.id + "/";
      box.append(link);
    }
    return box;
  }

  const locale = document.documentElement.dataset.locale || "en";
  const number = new Intl.NumberFormat(locale);
  const category = new Intl.PluralRules(locale);

  // A marker stands for one factory, or for as many as its area holds.
  function countIn(cluster) {
    return cluster.getAllChildMarkers().reduce((sum, marker) => sum + (marker.options.count ?? 1), 0);
  }

  // A round sign with a number; who does not see it hears its label.
  function sign(count, label) {
    const size = 30 + 7 * String(count).length;
    const badge = make("span");
    const shown = make("span", "", number.format(count));
    shown.setAttribute("aria-hidden", "true");
    badge.append(shown, make("span", "map-unseen", label));
    return L.divIcon({ html: badge, className: "map-cluster", iconSize: [size, size] });
  }

  function factorySign(count, texts) {
    const form = texts.cluster[category.select(count)] ?? texts.cluster.other;
    return sign(count, form.replace("%(n)s", number.format(count)));
  }

  const pin = () => L.divIcon({ className: "map-pin", iconSize: [24, 24], popupAnchor: [0, -8] });

  // Over images of a tile server only the lines are drawn.
  function landClass(feature, settings) {
    if (settings.tiles) return "map-line";
    return feature.properties.neighbour ? "map-land map-neighbour" : "map-land";
  }

  function drawBorders(map, data, settings) {
    const layer = L.geoJSON(data, {
      interactive: false,
      attribution: escaped(settings.texts.borders),
      style: (feature) => ({ className: landClass(feature, settings), weight: 1 }),
    }).addTo(map);
    if (settings.finer) refineBorders(map, layer, settings);
    if (!data.bbox) return;
    // The file shows one region only: the map does not leave it.
    const [west, south, east, north] = data.bbox;
    const region = L.latLngBounds([south, west], [north, east]);
    map.setMinZoom(map.getBoundsZoom(region, false));
    map.setMaxBounds(region);
  }

  const COARSE_UNTIL = 2.5;

  // A map of the world has coarse borders, until somebody comes nearer than they are good for.
  function refineBorders(map, coarse, settings) {
    let asked = false;
    const look = async () => {
      if (asked || map.getZoom() <= COARSE_UNTIL) return;
      asked = true;
      try {
        drawBorders(map, await read(settings.finer), { ...settings, finer: null });
        coarse.remove();
      } catch (error) {
        asked = false;
        console.error(error);
      }
    };
    map.on("zoomend", look);
    look();
  }

  // The keyboard goes into a popup when it opens, and back to its pin when it closes.
  function leadFocus(map, marker, texts) {
    const container = map.getContainer();
    marker.on("popupopen", (event) => {
      const popup = event.popup.getElement();
      // Leaflet has this word in English only.
      popup.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", texts.close);
      const first = popup.querySelector(".map-popup a") || popup.querySelector("a");
      if (first) first.focus({ preventScroll: true });
    });
    marker.on("popupclose", (event) => {
      const focused = document.activeElement;
      const popup = event.popup.getElement();
      if (focused !== document.body && !(popup && popup.contains(focused))) return;
      const pin = marker.getElement();
      (pin && pin.isConnected ? pin : container).focus({ preventScroll: true });
    });
  }

  // What a button answers to; the space bar must not move the page as well.
  function pressed(event) {
    if (event.key === " ") event.preventDefault();
    return event.key === "Enter" || event.key === " ";
  }

  // Pins that are not in view are there already, but the keyboard passes them by.
  function skipUnseen(map) {
    const pane = map.getPane("markerPane");
    const skip = () => {
      const size = map.getSize();
      for (const pin of pane.children) {
        const at = map.layerPointToContainerPoint(L.DomUtil.getPosition(pin));
        const seen = at.x >= 0 && at.y >= 0 && at.x <= size.x && at.y <= size.y;
        pin.tabIndex = seen ? 0 : -1;
      }
    };
    map.on("moveend zoomend resize placed", skip);
    new MutationObserver(skip).observe(pane, { childList: true });
  }

  // What every map has: buttons in the page's language, and a keyboard that can leave.
  function prepare(map, texts) {
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
    skipUnseen(map);
  }

  // Resolves when all are on the map; many are placed bit by bit, so that the page stays alive.
  function placeAll(map, group, markers) {
    map.addLayer(group);
    return new Promise((resolve) => {
      group.options.chunkProgress = (placed, total) => {
        if (placed === total) resolve();
      };
      group.addLayers(markers);
    });
  }

  // A region may run beyond the 180th meridian; a place goes to the side that is shown.
  function turning(bbox) {
    const middle = bbox ? (bbox[0] + bbox[2]) / 2 : 0;
    return (longitude) => longitude + 360 * Math.round((middle - longitude) / 360);
  }

  // Markers that become one sign where they are near each other; `icon` makes it for a count.
  function groupOf(map, icon) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const group = L.markerClusterGroup({
      animate: !still,
      chunkedLoading: true,
      maxClusterRadius: 56,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { weight: 1, color: "#56625f", opacity: 0.7 },
      iconCreateFunction: (cluster) => icon(countIn(cluster)),
    });
    // The group itself answers to a click; a cluster goes when it is opened, and the focus would with it.
    group.on("clusterkeypress", (event) => {
      const { layer, originalEvent } = event;
      if (pressed(originalEvent)) group.fire("click", { layer, originalEvent });
    });
    group.on("clusterclick", () => map.getContainer().focus({ preventScroll: true }));
    group.on("animationend", () => map.fire("placed"));
    return group;
  }

  function factoryMarker(map, feature, turned, settings) {
    const properties = feature.properties;
    const [longitude, latitude] = feature.geometry.coordinates;
    const name = nameOf(properties);
    const marker = L.marker([latitude, turned(longitude)], {
      icon: pin(),
      title: name,
      alt: name,
    });
    marker.bindPopup(() => popupOf(properties, settings), { maxWidth: 260 });
    marker.on("popupopen", () => history.replaceState(null, "", "#" + properties.id));
    leadFocus(map, marker, settings.texts);
    return marker;
  }

  // Few factories: all are there at once.
  async function placeWhole(map, data, group, turned, settings) {
    const markers = new Map();
    for (const feature of data.features) {
      markers.set(feature.properties.id, factoryMarker(map, feature, turned, settings));
    }
    await placeAll(map, group, [...markers.values()]);
    return async (id) => markers.get(id);
  }

  // The corners of a tile of the Web Mercator projection.
  function tileBounds(zoom, x, y, turned) {
    const side = 2 ** zoom;
    const latitude = (row) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180) / Math.PI;
    const west = (x / side) * 360 - 180;
    const shift = turned(west + 180 / side) - (west + 180 / side);
    return L.latLngBounds([latitude(y + 1), west + shift], [latitude(y), west + shift + 360 / side]);
  }

  // Many factories: each area is a count until one is near enough to tell its factories apart.
  async function placeAreas(map, data, group, turned, settings) {
    const markers = new Map();
    const folder = settings.points.replace(/\.geojson$/, "/");
    const areas = data.areas.map(([name, count, latitude, longitude]) => {
      const [zoom, x, y] = name.split("-").map(Number);
      const marker = L.marker([latitude, turned(longitude)], { icon: factorySign(count, settings.texts), count });
      const near = Math.min(zoom + 1, map.getMaxZoom());
      const area = { name, marker, near, bounds: tileBounds(zoom, x, y, turned), filled: null };
      const approach = () => {
        map.getContainer().focus({ preventScroll: true });
        map.setView(marker.getLatLng(), Math.max(near, map.getZoom() + 1));
      };
      marker.on("click", approach);
      marker.on("keypress", (event) => pressed(event.originalEvent) && approach());
      return area;
    });
    const fill = (area) => {
      area.filled ??= read(folder + area.name + ".geojson").then((found) => {
        const inside = found.features.map((feature) => {
          const marker = factoryMarker(map, feature, turned, settings);
          markers.set(feature.properties.id, marker);
          return marker;
        });
        group.removeLayer(area.marker);
        group.addLayers(inside);
      });
      // What could not be read is asked for again when the map moves the next time.
      return area.filled.catch((error) => {
        area.filled = null;
        console.error(error);
      });
    };
    const fillSeen = () => {
      const seen = map.getBounds();
      const wanted = areas.filter((area) => map.getZoom() >= area.near && seen.intersects(area.bounds));
      return Promise.all(wanted.map(fill));
    };
    await placeAll(map, group, areas.map((area) => area.marker));
    map.on("moveend", fillSeen);
    await fillSeen();
    return async (id) => {
      if (!IDENTIFIER.test(id)) return undefined;
      const place = await read(settings.records + id + "/record.json").then(coordinates, () => null);
      if (!place) return undefined;
      const at = [place[0], turned(place[1])];
      await Promise.all(areas.filter((area) => area.bounds.contains(at)).map(fill));
      return markers.get(id);
    };
  }

  function coordinates(record) {
    const { latitude, longitude } = record;
    return latitude === null || longitude === null ? null : [latitude, longitude];
  }

  // "#ID" opens a factory, "#latitude,longitude,zoom" shows a part of the map.
  async function followHash(map, group, find, settings) {
    let wanted;
    try {
      wanted = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const view = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/.exec(wanted);
    if (view) {
      map.setView([Number(view[1]), Number(view[2])], Number(view[3]), { animate: false });
      return;
    }
    const marker = wanted && (await find(wanted));
    if (!marker) return;
    // Without images of streets, nearer than this there would be nothing around it to see.
    await uncover(map, group, marker, settings.tiles ? map.getMaxZoom() : 6);
    marker.openPopup();
  }

  const SETTLED = 400; // milliseconds in which a cluster has come apart

  // Comes nearer until a marker stands alone, or opens the cluster that never comes apart.
  async function uncover(map, group, marker, zoom) {
    map.setView(marker.getLatLng(), zoom, { animate: false });
    await new Promise((done) => setTimeout(done, SETTLED));
    const seen = group.getVisibleParent(marker);
    if (seen === marker) return;
    if (zoom < map.getMaxZoom()) {
      await uncover(map, group, marker, zoom + 1);
    } else if (seen) {
      await new Promise((done) => {
        group.once("spiderfied", done);
        seen.spiderfy();
      });
    }
  }

  window.mapParts = { read, prepare, drawBorders, groupOf, leadFocus, pressed, sign, pin };

  window.fillFactoryMap = async function (map, settings) {
    const texts = settings.texts;
    // Without animation, because a view that is asked for meanwhile would be ignored.
    map.fitBounds(settings.bounds, { animate: false, maxZoom: 12, padding: [12, 12] });
    prepare(map, texts);
    const message = make("p", "map-message", texts.loading);
    message.setAttribute("role", "status");
    map.getContainer().after(message);
    const borders = read(settings.borders);
    const drawn = borders.then((data) => drawBorders(map, data, settings));
    const placed = read(settings.points).then(async (data) => {
      const turned = turning(await borders.then((region) => region.bbox, () => null));
      const group = groupOf(map, (count) => factorySign(count, texts));
      const place = data.areas ? placeAreas : placeWhole;
      const find = await place(map, data, group, turned, settings);
      await followHash(map, group, find, settings);
      window.addEventListener("hashchange", () => followHash(map, group, find, settings));
    });
    const results = await Promise.allSettled([drawn, placed]);
    const failed = results.find((result) => result.status === "rejected");
    if (failed) {
      message.textContent = texts.failed;
      console.error(failed.reason);
    } else {
      message.remove();
    }
    map.getContainer().dataset.filled = failed ? "partly" : "yes";
  };
})();
