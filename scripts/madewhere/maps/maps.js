// Fills a Leaflet map with borders and clustered factories that it fetches from files of this site.
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

  // Only pages of this site are linked to; an address is relative to the file of points.
  function siteAddress(url, base) {
    try {
      const address = new URL(url, base);
      const own = address.protocol === location.protocol && address.host === location.host;
      return own ? address.href : null;
    } catch {
      return null;
    }
  }

  function popupOf(properties, base, texts) {
    const box = make("div", "map-popup");
    box.append(make("strong", "", properties.name));
    if (properties.place) box.append(make("p", "", properties.place));
    const address = siteAddress(properties.url, base);
    if (address) {
      const link = make("a", "", texts.open);
      link.href = address;
      box.append(link);
    }
    return box;
  }

  const locale = document.documentElement.dataset.locale || "en";
  const number = new Intl.NumberFormat(locale);
  const category = new Intl.PluralRules(locale);

  function clusterIcon(cluster, texts) {
    const count = cluster.getChildCount();
    const size = 30 + 7 * String(count).length;
    const badge = make("span");
    const shown = make("span", "", number.format(count));
    shown.setAttribute("aria-hidden", "true");
    const form = texts.cluster[category.select(count)] ?? texts.cluster.other;
    const label = form.replace("%(n)s", number.format(count));
    badge.append(shown, make("span", "map-unseen", label));
    return L.divIcon({ html: badge, className: "map-cluster", iconSize: [size, size] });
  }

  // Over images of a tile server only the lines are drawn.
  function landClass(feature, settings) {
    if (settings.tiles) return "map-line";
    return feature.properties.neighbour ? "map-land map-neighbour" : "map-land";
  }

  function drawBorders(map, data, settings) {
    L.geoJSON(data, {
      interactive: false,
      attribution: escaped(settings.texts.borders),
      style: (feature) => ({ className: landClass(feature, settings), weight: 1 }),
    }).addTo(map);
    if (!data.bbox) return;
    // The file shows one region only: the map does not leave it.
    const [west, south, east, north] = data.bbox;
    const region = L.latLngBounds([south, west], [north, east]);
    map.setMinZoom(map.getBoundsZoom(region, false));
    map.setMaxBounds(region);
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
    map.on("moveend zoomend resize", skip);
    new MutationObserver(skip).observe(pane, { childList: true });
    return skip;
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

  async function placeFactories(map, data, bbox, settings) {
    const base = new URL(settings.points, document.baseURI);
    const markers = new Map();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const group = L.markerClusterGroup({
      animate: !still,
      chunkedLoading: true,
      maxClusterRadius: 56,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { weight: 1, color: "#56625f", opacity: 0.7 },
      iconCreateFunction: (cluster) => clusterIcon(cluster, settings.texts),
    });
    for (const feature of data.features) {
      const properties = feature.properties;
      const [longitude, latitude] = feature.geometry.coordinates;
      // A region may run beyond the 180th meridian; a point goes to the side that is shown.
      const middle = bbox ? (bbox[0] + bbox[2]) / 2 : 0;
      const turned = longitude + 360 * Math.round((middle - longitude) / 360);
      const marker = L.marker([latitude, turned], {
        icon: L.divIcon({ className: "map-pin", iconSize: [24, 24], popupAnchor: [0, -8] }),
        title: properties.name,
        alt: properties.name,
      });
      marker.bindPopup(() => popupOf(properties, base, settings.texts), { maxWidth: 260 });
      marker.on("popupopen", () => history.replaceState(null, "", "#" + properties.id));
      leadFocus(map, marker, settings.texts);
      markers.set(properties.id, marker);
    }
    // The group itself answers to a click; a cluster goes when it is opened, and the focus would with it.
    group.on("clusterkeypress", (event) => {
      const { layer, originalEvent } = event;
      if (originalEvent.key === "Enter") group.fire("click", { layer, originalEvent });
    });
    group.on("clusterclick", () => map.getContainer().focus({ preventScroll: true }));
    group.on("animationend", skipUnseen(map));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
    await placeAll(map, group, [...markers.values()]);
    return { group, markers };
  }

  // "#ID" opens a factory, "#latitude,longitude,zoom" shows a part of the map.
  function followHash(map, factories, settings) {
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
    const marker = factories.markers.get(wanted);
    if (!marker) return;
    // Without images of streets, nearer than this there would be nothing around it to see.
    map.setView(marker.getLatLng(), settings.tiles ? map.getMaxZoom() : 6, { animate: false });
    factories.group.zoomToShowLayer(marker, () => marker.openPopup());
  }

  window.fillFactoryMap = async function (map, settings) {
    const texts = settings.texts;
    // Without animation, because a view that is asked for meanwhile would be ignored.
    map.fitBounds(settings.bounds, { animate: false, maxZoom: 12, padding: [12, 12] });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
    const message = make("p", "map-message", texts.loading);
    message.setAttribute("role", "status");
    map.getContainer().after(message);
    const borders = read(settings.borders);
    const drawn = borders.then((data) => drawBorders(map, data, settings));
    const placed = read(settings.points).then(async (data) => {
      const bbox = await borders.then((region) => region.bbox, () => null);
      const factories = await placeFactories(map, data, bbox, settings);
      followHash(map, factories, settings);
      window.addEventListener("hashchange", () => followHash(map, factories, settings));
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
