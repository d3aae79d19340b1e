"""Placeholder pictures: a flat silhouette of the kind of thing, in the product's first colour. About 400 bytes each."""

from synthetic_data.records import ProductRecord

_SHAPES = {
    "Tops": "M70 50l25-12q25 14 50 0l25 12 30 40-28 18-12-16v98H80V92L68 108 40 90z",
    "Shirts": "M72 46l28-12 20 16 20-16 28 12 32 96-26 8-14-44v100H80V106l-14 44-26-8zM120 50v156",
    "Dresses": "M92 30h12q16 14 32 0h12l8 60 36 120H48L84 90z",
    "Trousers": "M78 30h84l14 180h-40L120 92l-16 118H64z",
    "Knitwear": "M70 54l30-12h40l30 12 34 104-28 10-16-50v84H80v-84l-16 50-28-10zM80 190h80",
    "Outerwear": "M70 44l30-12 20 18 20-18 30 12 30 112-28 8-10-34v84H78v-84l-10 34-28-8zM120 50v164M88 150h64",
    "Shoes": "M40 130l50-10 20-30 26 14 20 26 44 16q10 4 10 24H40z",
    "Accessories": "M60 90h120l14 110H46zM88 90q0-46 32-46t32 46",
    "Underwear": "M50 80h140l-8 36q-44 10-50 56h-24q-6-46-50-56z",
    "Earrings": "M84 60a6 6 0 1 1 1 0zM84 70l-20 60 20 50 20-50zM156 60a6 6 0 1 1 1 0zM156 70l-20 60 20 50 20-50z",
}
_BAG = "M60 90h120l14 110H46zM88 90q0-46 32-46t32 46"


def draw(product: ProductRecord, colours: dict[str, list[str]]) -> str:
    """An SVG document. `colours` maps a colour's name to [code, hex]."""
    fill = colours[product.variants[0].colour][1]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" role="img">'
        f"<title>{product.name}</title>"
        '<rect width="240" height="240" fill="#f6f2ea"/>'
        f'<path d="{_SHAPES.get(product.category, _BAG)}" fill="{fill}" stroke="#3b3a36" stroke-width="2"'
        ' stroke-linejoin="round"/></svg>\n'
    )
