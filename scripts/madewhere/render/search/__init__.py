"""Finding things on the finished site: an index in small files, read by `site_src/assets/find.js`."""
