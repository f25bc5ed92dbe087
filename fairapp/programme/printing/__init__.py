"""The programme on paper: leaflet, wall grid, pocket programme, run sheet."""
