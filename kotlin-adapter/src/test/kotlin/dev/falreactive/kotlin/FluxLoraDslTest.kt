package dev.falreactive.kotlin

import dev.falreactive.FalException
import dev.falreactive.fluxlora.Acceleration
import dev.falreactive.fluxlora.FluxLoraRequest
import dev.falreactive.fluxlora.ImageSize
import dev.falreactive.fluxlora.LoraWeight
import dev.falreactive.fluxlora.OutputFormat
import java.lang.reflect.Modifier
import java.math.BigInteger
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.junit.jupiter.api.Test

class FluxLoraDslTest {

    @Test
    fun everyFieldOfTheJavaBuilder() {
        val request = fluxLora {
            prompt = "a tiger's eye"
            imageSize = LANDSCAPE_4_3
            numInferenceSteps = 28
            guidanceScale = 3.5
            numImages = 2
            seed = 7
            lora("https://example.com/brush.safetensors", 0.8)
            lora("someone/style")
            syncMode = false
            enableSafetyChecker = true
            outputFormat = PNG
            acceleration = REGULAR
            raw("of_a_newer_model", listOf(1, 2))
        }
        assertThat(request)
            .isEqualTo(
                FluxLoraRequest.builder("a tiger's eye")
                    .imageSize(ImageSize.LANDSCAPE_4_3)
                    .numInferenceSteps(28)
                    .guidanceScale(3.5)
                    .numImages(2)
                    .seed(7)
                    .loras(
                        listOf(
                            LoraWeight.of("https://example.com/brush.safetensors", 0.8),
                            LoraWeight.of("someone/style"),
                        )
                    )
                    .syncMode(false)
                    .enableSafetyChecker(true)
                    .outputFormat(OutputFormat.PNG)
                    .acceleration(Acceleration.REGULAR)
                    .raw("of_a_newer_model", listOf(1, 2))
                    .build()
            )
    }

    @Test
    fun whatIsNotSetIsNotSent() {
        val request = fluxLora {
            prompt = "a tiger"
            numImages = null
        }
        assertThat(request.toJson()).containsOnlyKeys("prompt")
    }

    @Test
    fun aSizeInPixelsAndASeedOfAnySize() {
        val request = fluxLora {
            prompt = "a tiger"
            imageSize(640, 480)
            seed = 7
            seed(BigInteger.TEN.pow(30))
        }
        assertThat(request.imageSize()).contains(ImageSize.of(640, 480))
        assertThat(request.seed()).contains(BigInteger.TEN.pow(30))
    }

    @Test
    fun aMissingPromptIsNamedWithAllElse() {
        val error =
            catchThrowableOfType(FalException.InvalidInput::class.java) {
                fluxLora {
                    numImages = 9
                    guidanceScale = 40.0
                }
            }
        assertThat(error.violations().map { it.pointer() })
            .containsExactlyInAnyOrder("/prompt", "/num_images", "/guidance_scale")
    }

    @Test
    fun everyMethodOfTheJavaBuilderHasItsName() {
        val java = publicNames(FluxLoraRequest.Builder::class.java) - "build"
        val kotlin =
            publicNames(FluxLoraScope::class.java).map { it.removePrefix("set").replaceFirstChar(Char::lowercase) }
        assertThat(kotlin).contains("prompt").containsAll(java)
    }

    @Test
    fun everyWordIsInSight() {
        val scope = FluxLoraScope()
        val words =
            publicNames(FluxLoraScope::class.java)
                .filter { it.matches(Regex("get[A-Z0-9_]+")) }
                .map { it.removePrefix("get") to FluxLoraScope::class.java.getMethod(it).invoke(scope) }
        val sizes =
            ImageSize::class.java.fields.filter { Modifier.isStatic(it.modifiers) }.map { it.name to it.get(null) }
        val formats = OutputFormat.entries.map { it.name to it }
        val accelerations = Acceleration.entries.map { it.name to it }
        assertThat(words).containsExactlyInAnyOrderElementsOf(sizes + formats + accelerations)
    }

    private fun publicNames(type: Class<*>): Set<String> =
        type.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }.map { it.name }.toSet()
}
