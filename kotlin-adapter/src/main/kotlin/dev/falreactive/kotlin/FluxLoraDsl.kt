package dev.falreactive.kotlin

import dev.falreactive.FalException
import dev.falreactive.JsonValues
import dev.falreactive.fluxlora.Acceleration
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.fluxlora.FluxLoraRequest
import dev.falreactive.fluxlora.ImageSize
import dev.falreactive.fluxlora.LoraWeight
import dev.falreactive.fluxlora.OutputFormat
import java.math.BigInteger

/**
 * What to make: `fluxLora { prompt = "a tiger's eye"; imageSize = LANDSCAPE_4_3 }`. Only the prompt must be given; what
 * is not set, or set to null, is not sent. Ranges, words and defaults: [FluxLora.inputSchema].
 *
 * @throws FalException.InvalidInput at the end of the block if it breaks the schema, as without a prompt; names every
 *   violation
 */
public fun fluxLora(block: FluxLoraScope.() -> Unit): FluxLoraRequest = FluxLoraScope().apply(block).build()

/** Keeps the names of an outer block out of the blocks inside it. */
@DslMarker @Target(AnnotationTarget.CLASS) public annotation class FluxLoraDsl

/** What may be said in the block of [fluxLora], with the words of [ImageSize], [OutputFormat] and [Acceleration]. */
@FluxLoraDsl
public class FluxLoraScope internal constructor() {
    private var largeSeed: BigInteger? = null
    private val raw = LinkedHashMap<String, Any?>()

    /** What the images show. */
    public var prompt: String? = null
    /** The size of the images: a named size, or pixels. */
    public var imageSize: ImageSize? = null
    /** How many denoising steps to run. */
    public var numInferenceSteps: Int? = null
    /** How closely the images follow the prompt. */
    public var guidanceScale: Double? = null
    /** How many images to make; each is billed. */
    public var numImages: Int? = null
    /** The seed: the same seed and prompt give the same images. */
    public var seed: Long? = null
    /** The LoRA weights. */
    public var loras: List<LoraWeight> = emptyList()
    /** Whether the images come back inside the result, as data URIs. Such a result is kept for minutes only. */
    public var syncMode: Boolean? = null
    /** Whether images are checked for unsafe content. */
    public var enableSafetyChecker: Boolean? = null
    /** The file format of the images. */
    public var outputFormat: OutputFormat? = null
    /** How much quality to give up for speed. */
    public var acceleration: Acceleration? = null

    /** The size of the images in pixels. */
    public fun imageSize(width: Int, height: Int): Unit = ImageSize.of(width, height).let { imageSize = it }

    /** The seed, of any size; wins over the property. */
    public fun seed(value: BigInteger): Unit = value.let { largeSeed = it }

    /** One more set of LoRA weights: a URL or the name of a Hugging Face repository, and how strongly they count. */
    public fun lora(path: String, scale: Double? = null) {
        loras += if (scale == null) LoraWeight.of(path) else LoraWeight.of(path, scale)
    }

    /** Sets a field to a JSON value, as [JsonValues] has it, unchecked; wins over the property of the same name. */
    public fun raw(name: String, json: Any?): Unit = raw.set(name, json)

    public val SQUARE_HD: ImageSize = ImageSize.SQUARE_HD
    public val SQUARE: ImageSize = ImageSize.SQUARE
    public val PORTRAIT_4_3: ImageSize = ImageSize.PORTRAIT_4_3
    public val PORTRAIT_16_9: ImageSize = ImageSize.PORTRAIT_16_9
    public val LANDSCAPE_4_3: ImageSize = ImageSize.LANDSCAPE_4_3
    public val LANDSCAPE_16_9: ImageSize = ImageSize.LANDSCAPE_16_9
    public val JPEG: OutputFormat = OutputFormat.JPEG
    public val PNG: OutputFormat = OutputFormat.PNG
    public val NONE: Acceleration = Acceleration.NONE
    public val REGULAR: Acceleration = Acceleration.REGULAR

    internal fun build(): FluxLoraRequest {
        val builder = prompt?.let(FluxLoraRequest::builder) ?: FluxLoraRequest.ofJson(emptyMap()).toBuilder()
        imageSize?.let(builder::imageSize)
        numInferenceSteps?.let(builder::numInferenceSteps)
        guidanceScale?.let(builder::guidanceScale)
        numImages?.let(builder::numImages)
        (largeSeed ?: seed?.toBigInteger())?.let(builder::seed)
        loras.ifEmpty { null }?.let(builder::loras)
        syncMode?.let(builder::syncMode)
        enableSafetyChecker?.let(builder::enableSafetyChecker)
        outputFormat?.let(builder::outputFormat)
        acceleration?.let(builder::acceleration)
        raw.forEach(builder::raw)
        return builder.build()
    }
}
